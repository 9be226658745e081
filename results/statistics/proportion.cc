// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/proportion.h"

#include <functional>

#include "results/statistics/distributions.h"

namespace nightjar::statistics {
namespace {

/// Where a function that falls from 1 to 0 passes `level`.
double crossing(const std::function<double(double)>& falling, double level) {
  double low = 0, high = 1;
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (falling(middle) > level ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace

Interval proportion_interval(int64_t successes, int64_t trials, double confidence) {
  Interval interval;
  interval.low = 0;
  interval.high = 1;
  if (trials <= 0) return interval;
  const double tail = 0.5 * (1 - confidence);
  if (successes > 0) {
    interval.low =
        crossing([&](double p) { return binomial_cdf(successes - 1, trials, p); }, 1 - tail);
  }
  if (successes < trials) {
    interval.high = crossing([&](double p) { return binomial_cdf(successes, trials, p); }, tail);
  }
  return interval;
}

}  // namespace nightjar::statistics
