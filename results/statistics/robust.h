// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Spread that a few wild values cannot change.
#pragma once

#include <span>

namespace nightjar::statistics {

/// Median absolute distance from the median. 0 for no values.
double median_absolute_deviation(std::span<const double> values);

/// 1.4826 times the median absolute deviation: the standard deviation when values are normal.
/// Half of the values may be anything before it breaks.
double robust_sd(std::span<const double> values);

/// Rousseeuw and Croux's Qn with its correction for small counts: the standard deviation when
/// values are normal, as robust as robust_sd and twice as efficient, also when values are lopsided.
/// 0 for fewer than two values. Takes memory for all pairs: meant for hundreds of values.
double qn_scale(std::span<const double> values);

}  // namespace nightjar::statistics
