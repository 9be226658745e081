// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/goodness_of_fit.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace nightjar::statistics {

double kolmogorov_smirnov_p(std::span<const double> values,
                            const std::function<double(double)>& cdf) {
  if (values.empty()) return 1;
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  const auto n = static_cast<double>(sorted.size());
  double distance = 0;
  for (size_t i = 0; i < sorted.size(); ++i) {
    const double share = cdf(sorted[i]);
    const auto below = static_cast<double>(i);
    distance = std::max({distance, share - below / n, (below + 1) / n - share});
  }
  const double x = (std::sqrt(n) + 0.12 + 0.11 / std::sqrt(n)) * distance;
  if (x < 0.2) return 1;  // the sum converges slowly there, and the chance is 1 to 12 digits
  double sum = 0;
  for (int k = 1; k <= 100; ++k) sum += (k % 2 == 1 ? 2 : -2) * std::exp(-2 * k * k * x * x);
  return std::clamp(sum, 0.0, 1.0);
}

}  // namespace nightjar::statistics
