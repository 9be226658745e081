// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/rivals/e_divisive.h"

#include <cmath>

namespace nightjar::rivals {
namespace {

double distances_to(double value, std::span<const double> others) {
  double sum = 0;
  for (const double other : others) sum += std::fabs(value - other);
  return sum;
}

/// The mean distance within a side; a single value has none.
double mean_of_pairs(double sum, double count) {
  return count > 1 ? sum / (0.5 * count * (count - 1)) : 0;
}

}  // namespace

EnergySplit best_energy_split(std::span<const double> values, size_t shortest) {
  EnergySplit best;
  const size_t n = values.size();
  if (n < 2 * shortest) return best;
  double within_left = 0, across = 0, within_right = 0;
  for (size_t i = 0; i < n; ++i) within_right += distances_to(values[i], values.subspan(i + 1));
  for (size_t i = 0; i + 1 + shortest <= n; ++i) {
    const double to_left = distances_to(values[i], values.first(i));
    const double to_right = distances_to(values[i], values.subspan(i + 1));
    within_left += to_left;
    within_right -= to_right;
    across += to_right - to_left;
    if (i + 1 < shortest) continue;
    const auto left = static_cast<double>(i + 1), right = static_cast<double>(n - i - 1);
    const double distance = 2 * across / (left * right) - mean_of_pairs(within_left, left) -
                            mean_of_pairs(within_right, right);
    const double energy = left * right / (left + right) * distance;
    if (energy > best.energy) best = {i + 1, energy};
  }
  return best;
}

}  // namespace nightjar::rivals
