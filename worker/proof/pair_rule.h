// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Whether interleaved repeats of two sides have answered yet.
#pragma once

#include <cstdint>
#include <span>

namespace nightjar::worker::proof {

enum class PairFinding : uint8_t { kOpen, kDiffers, kSame };
const char* to_string(PairFinding finding);  ///< open, differs, same

/// Ratios: 0.1 means that the first of the two is 10 % slower.
struct PairAnswer {
  PairFinding finding = PairFinding::kOpen;
  double change = 0, low = 0, high = 0;
};

/// What processes of one plan are believed to differ by (relative standard deviation), and with how
/// many degrees of freedom. Plans are run as they are, so no build adds to it.
struct ProcessSpread {
  double deviation = 0.01;
  double degrees = 2;
};

/// `log_ratios` holds one value a pair, in the order taken; ask after every pair. Two rules, and
/// the first that answers counts: by likelihood (results/proof), which needs few pairs where
/// processes agree, and by ranks at certain counts, which lives with disturbed ones. kDiffers:
/// slower by about `threshold` or more, and surely slower at all; kSame: not slower by as much.
/// With `is_last` no further pair can be had, and the ranks are asked at any count from eight on.
PairAnswer judge_pairs(std::span<const double> log_ratios, double threshold, bool is_last = false,
                       const ProcessSpread& spread = {});

/// No further pair will help from here on.
inline constexpr int64_t kMostPairs = 40;

}  // namespace nightjar::worker::proof
