// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What was chosen for one step, with everything that was considered.
#pragma once

#include <string>
#include <vector>

#include "engine/build/choose/candidate.h"
#include "engine/build/records/decisions_file.h"

namespace nightjar::build {

struct Choice {
  Candidate winner;
  double median_ns = 0;
  std::string output_digest;  ///< Of the winner's verified output.
  std::string reason;         ///< "only candidate", "fastest", "tie, fixed order", …
  double clock_mhz = 0;       ///< Of the device meanwhile; 0 where it does not tell.
  std::vector<CandidateRecord> candidates;
  bool was_recorded = false;  ///< Taken from decisions.
  /// Whether another build may rely on it: the contest was neither cut short by the budget nor
  /// spoiled by a launch that failed, and somebody won it.
  bool is_lasting = true;
};

}  // namespace nightjar::build
