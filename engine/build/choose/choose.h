// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Chooses a tactic for every step: verified first, then timed with interleaved repeats.
#pragma once

#include <string>
#include <vector>

#include "engine/build/builder.h"
#include "engine/build/choose/candidate.h"
#include "engine/build/program.h"

namespace nightjar::build {

/// What became of one candidate.
struct CandidateRecord {
  std::string tactic, config;
  double median_ns = 0;  ///< 0 when never timed.
  std::string rejected;  ///< Why it may not win; empty when it may.
};

/// The choice for one step, with everything that was considered.
struct Choice {
  Candidate winner;
  double median_ns = 0;
  std::string output_digest;  ///< Of the winner's verified output.
  std::string reason;         ///< "only candidate", "fastest", "tie, fixed order", …
  std::vector<CandidateRecord> candidates;
  bool was_recorded = false;  ///< Taken from decisions.
};

/// One choice a step. Equal problems are tuned once. Fails only when a step has no candidate at
/// all or the caller cancels.
Result<std::vector<Choice>> choose_tactics(const Program& program,
                                           const tensor::SymbolValues& tuning_symbols,
                                           device::Device& device, const BuildOptions& options,
                                           const Clock& clock);

/// Index of the fastest of `medians_ns`; those within kTieShare of it count as equal and the first
/// wins. Ignores entries that are not positive.
size_t fastest_with_ties(const std::vector<double>& medians_ns);
inline constexpr double kTieShare = 0.02;

}  // namespace nightjar::build
