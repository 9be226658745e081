// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The candidates for one problem against each other: right first, then fast, then right again.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "engine/build/choose/choice.h"
#include "engine/build/choose/effort.h"

namespace nightjar::build {

/// What is asked, and of whom. `constants[i]` is undefined where input i is none.
struct Question {
  const kernels::Problem& problem;   ///< May have symbols.
  const kernels::Problem& timed;     ///< The same with the extents it is timed under.
  const kernels::Problem& verified;  ///< The same with those it is verified under.
  /// `verified` with half its batch, where `timed` is larger: what tells whether items of a batch
  /// are answered one by one, and the larger answer can be judged, too.
  std::optional<kernels::Problem> half;
  std::vector<tensor::HostTensor> constants;
  std::vector<Candidate> candidates;  ///< At least one, in the fixed order.
  const kernels::Tactic* plain;       ///< The judge; nullptr where the family has none.
};

struct ContestRules {
  Effort effort;
  uint64_t seed = 1;                 ///< Of the inputs.
  uint64_t max_workspace_bytes = 0;  ///< 0: no limit.
};

/// Throws out who disagrees with the plain answer, fails, or wants too much memory; times the rest;
/// takes the fastest whose answer stays the same bit by bit. When nobody is left, plain on a CPU
/// and the host elsewhere. Fails when there is no plain answer or no memory for it, and when nobody
/// is left on a device where neither plain nor the host solves the problem: with all reasons.
Result<Choice> hold_contest(const Question& question, const ContestRules& rules,
                            device::Device& device, const Clock& clock);

}  // namespace nightjar::build
