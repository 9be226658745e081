// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/quantile.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "base/check.h"
#include "results/statistics/distributions.h"

namespace nightjar::statistics {
namespace {

/// The largest rank k (1-based) with P(Binomial(n, 1/2) < k) <= tail; 0 when there is none.
int64_t interval_rank(int64_t n, double tail) {
  int64_t low = 0, high = n / 2 + 1;
  while (high - low > 1) {
    const int64_t middle = (low + high) / 2;
    (binomial_cdf(middle - 1, n, 0.5) <= tail ? low : high) = middle;
  }
  return low;
}

}  // namespace

double quantile(std::span<const double> sorted, double p) {
  NIGHTJAR_CHECK(p >= 0 && p <= 1, "a quantile needs a probability between 0 and 1");
  if (sorted.empty()) return 0;
  const double position = static_cast<double>(sorted.size() - 1) * p;
  const auto below = static_cast<size_t>(position);
  const size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], position - static_cast<double>(below));
}

double median(std::span<const double> values) {
  if (values.empty()) return 0;
  std::vector<double> list(values.begin(), values.end());
  const auto middle = list.begin() + static_cast<std::ptrdiff_t>(list.size() / 2);
  std::nth_element(list.begin(), middle, list.end());
  if (list.size() % 2 == 1) return *middle;
  return std::lerp(*std::max_element(list.begin(), middle), *middle, 0.5);
}

Interval median_interval(std::span<const double> sorted, double confidence) {
  NIGHTJAR_CHECK(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1");
  if (sorted.empty()) return {};
  const auto n = static_cast<int64_t>(sorted.size());
  const int64_t rank = std::max<int64_t>(1, interval_rank(n, 0.5 * (1 - confidence)));
  const double coverage = 1 - 2 * binomial_cdf(rank - 1, n, 0.5);
  return {sorted[static_cast<size_t>(rank - 1)], sorted[static_cast<size_t>(n - rank)],
          std::max(coverage, 0.0)};
}

Interval quantile_interval(std::span<const double> sorted, double p, double confidence) {
  NIGHTJAR_CHECK(p > 0 && p < 1 && confidence > 0 && confidence < 1,
                 "a quantile and a confidence lie between 0 and 1");
  if (sorted.empty()) return {};
  const auto n = static_cast<int64_t>(sorted.size());
  const double tail = 0.5 * (1 - confidence);
  // P(fewer than k values below the quantile), which grows with k.
  const auto below = [&](int64_t k) { return binomial_cdf(k - 1, n, p); };
  const auto first_where = [&](double chance) {
    int64_t low = 0, high = n + 1;
    while (high - low > 1) {
      const int64_t middle = (low + high) / 2;
      (below(middle) > chance ? high : low) = middle;
    }
    return high;
  };
  const int64_t low = std::max<int64_t>(1, first_where(tail) - 1);
  const int64_t high = std::min(n, first_where(1 - tail));
  const double coverage = below(high) - below(low);
  return {sorted[static_cast<size_t>(low - 1)], sorted[static_cast<size_t>(high - 1)],
          std::max(coverage, 0.0)};
}

double relative_median_error(std::span<const double> sorted, double confidence) {
  const double middle = quantile(sorted, 0.5);
  const Interval interval = median_interval(sorted, confidence);
  if (middle <= 0 || interval.coverage < confidence) return std::numeric_limits<double>::infinity();
  return 0.5 * interval.width() / middle;
}

}  // namespace nightjar::statistics
