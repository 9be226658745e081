// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/robust.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "results/statistics/quantile.h"

namespace nightjar::statistics {
namespace {

/// Brings Qn of `n` normal values to the standard deviation (Croux and Rousseeuw 1992).
double qn_correction(size_t n) {
  constexpr double kSmall[] = {0, 0, 0.399, 0.994, 0.512, 0.844, 0.611, 0.857, 0.669, 0.872};
  if (n < std::size(kSmall)) return kSmall[n];
  const auto count = static_cast<double>(n);
  return n % 2 == 1 ? count / (count + 1.4) : count / (count + 3.8);
}

}  // namespace

double median_absolute_deviation(std::span<const double> values) {
  const double centre = median(values);
  std::vector<double> distances;
  distances.reserve(values.size());
  for (const double value : values) distances.push_back(std::fabs(value - centre));
  return median(distances);
}

double robust_sd(std::span<const double> values) {
  return 1.4826 * median_absolute_deviation(values);
}

double qn_scale(std::span<const double> values) {
  const size_t n = values.size();
  if (n < 2) return 0;
  std::vector<double> distances;
  distances.reserve(n * (n - 1) / 2);
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = i + 1; j < n; ++j) distances.push_back(std::fabs(values[i] - values[j]));
  }
  const size_t half = n / 2 + 1;
  const auto kth = distances.begin() + static_cast<std::ptrdiff_t>(half * (half - 1) / 2 - 1);
  std::nth_element(distances.begin(), kth, distances.end());
  return 2.2219 * qn_correction(n) * *kth;
}

}  // namespace nightjar::statistics
