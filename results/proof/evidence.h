// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What is known about a suspected change once both sides have been run again.
#pragma once

#include <cstdint>
#include <vector>

namespace nightjar::proof {

/// Medians of one run of each side, in fresh processes, right after each other on one device. Which
/// side goes first should alternate from pair to pair, so that a device that warms up favours none.
struct Pair {
  double old_ns = 0, new_ns = 0;
};

/// Relative standard deviations of what differs between two runs of one night.
struct Spread {
  double process = 0.004;  ///< From process to process of one plan.
  double build = 0.005;    ///< From build to build; 0 where a rebuild repeats the plan exactly.
  double degrees = 10;     ///< Degrees of freedom with which both are known.
};

/// A pair is of one of two kinds. *Stored*: the plans that were measured then and tonight.
/// *Rebuilt*: both sides built from scratch again for this very pair, so that the luck of a build
/// is drawn anew.
struct ProofEvidence {
  double baseline_ns = 0;   ///< Level of the series before the suspicion.
  double suspected_ns = 0;  ///< Tonight's median, which raised it. Both are positive.
  std::vector<Pair> stored, rebuilt;
  Spread spread;
  bool can_rebuild = true;  ///< Whether the old side can still be built from scratch.
};

/// The numbers a proof stands on. docs/VERDICT.md shows how often it is wrong with them.
struct ProofPolicy {
  double least_change = 0.025;  ///< The smallest change of the program that is worth finding.
  double confirm_risk = 0.001;  ///< Chance of confirming what is less than a quarter of that.
  double reject_risk = 0.08;    ///< Chance of giving up on a change of that size.
  int64_t most_pairs = 12;      ///< Of both kinds; then the answer is ambiguous.
};

}  // namespace nightjar::proof
