// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The figures that describe a set of samples.
#pragma once

#include <cstdint>
#include <span>

#include "results/statistics/quantile.h"

namespace nightjar::statistics {

/// Quantiles as in quantile.h; `cv` is the population standard deviation over the mean.
struct Summary {
  int64_t count = 0;
  double median = 0, mean = 0, min = 0, max = 0;
  double p90 = 0, p95 = 0, p99 = 0;
  double cv = 0;
  Interval median_range;  ///< At 95 %.
};

/// All zero for no samples.
Summary summarize(std::span<const double> samples);
Summary summarize(std::span<const int64_t> samples);

double mean(std::span<const double> values);
/// With the divisor n.
double population_sd(std::span<const double> values);
/// With the divisor n - 1; 0 for fewer than two values.
double sample_sd(std::span<const double> values);

}  // namespace nightjar::statistics
