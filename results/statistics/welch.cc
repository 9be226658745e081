// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/welch.h"

#include <cmath>
#include <limits>

#include "results/statistics/distributions.h"
#include "results/statistics/summary.h"

namespace nightjar::statistics {

WelchTest welch(std::span<const double> first, std::span<const double> second) {
  if (first.size() < 2 || second.size() < 2) return {};
  const auto n = static_cast<double>(first.size()), m = static_cast<double>(second.size());
  const double difference = mean(second) - mean(first);
  const double a = std::pow(sample_sd(first), 2) / n, b = std::pow(sample_sd(second), 2) / m;
  if (a + b == 0) {
    if (difference == 0) return {0, n + m - 2, 1};
    return {std::copysign(std::numeric_limits<double>::infinity(), difference), n + m - 2, 0};
  }
  WelchTest test;
  test.t = difference / std::sqrt(a + b);
  test.degrees = (a + b) * (a + b) / (a * a / (n - 1) + b * b / (m - 1));
  test.p = 2 * student_t_cdf(-std::fabs(test.t), test.degrees);
  return test;
}

}  // namespace nightjar::statistics
