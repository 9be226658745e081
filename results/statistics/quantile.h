// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Quantiles, the median and its exact interval.
#pragma once

#include <span>

namespace nightjar::statistics {

/// A range that holds the unknown value with probability `coverage`.
struct Interval {
  double low = 0, high = 0;
  double coverage = 0;  ///< What the order statistics really give; at least what was asked, or
                        ///< less where there are too few values for it.

  double width() const { return high - low; }
  bool contains(double value) const { return low <= value && value <= high; }
};

/// The `p` quantile of ascending values: linear between the two nearest order statistics, with the
/// smallest at p = 0 and the largest at p = 1 (position (n - 1) p). 0 for no values.
double quantile(std::span<const double> sorted, double p);

/// The median of values in any order. 0 for no values.
double median(std::span<const double> values);

/// Interval of the median from order statistics of ascending values. It assumes nothing about the
/// distribution, only that values are independent. With too few values for `confidence` (fewer
/// than 6 for 0.95) it is the whole range and `coverage` says so.
Interval median_interval(std::span<const double> sorted, double confidence = 0.95);

/// The same of the `p` quantile, 0 < p < 1, with the chances of either side at most half of what is
/// left. Where there are too few values on a side it ends at the smallest or largest.
Interval quantile_interval(std::span<const double> sorted, double p, double confidence = 0.95);

/// Half of the interval's width over its median: how well the median is known. Infinity when the
/// median is not positive or the interval does not reach `confidence`.
double relative_median_error(std::span<const double> sorted, double confidence = 0.95);

}  // namespace nightjar::statistics
