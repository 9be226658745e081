// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Do two sets of values differ, and by how much, without assuming a distribution.
#pragma once

#include <span>

namespace nightjar::statistics {

/// Mann and Whitney's U of the first set.
struct RankTest {
  double u = 0;              ///< Pairs in which the first value is larger; ties count half.
  double p = 1;              ///< Two-sided.
  double superiority = 0.5;  ///< u over the number of pairs: P(first > second).
  bool exact = false;        ///< Counted out, rather than by the normal approximation.
};

/// Exact for up to 20 values a side without ties; else normal with corrections for ties and
/// continuity. p = 1 when a side is empty.
RankTest mann_whitney(std::span<const double> first, std::span<const double> second);

/// Hodges and Lehmann's shift: the median of all differences second - first. 0 when a side is
/// empty. Takes memory for all pairs.
double hodges_lehmann_shift(std::span<const double> first, std::span<const double> second);

}  // namespace nightjar::statistics
