// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/autoregression.h"

#include <cmath>

namespace nightjar::statistics {
namespace {

double lagged_product(std::span<const double> values, size_t lag) {
  double sum = 0;
  for (size_t i = lag; i < values.size(); ++i) sum += values[i] * values[i - lag];
  return sum;
}

/// The coefficients of one order more, given the reflection that it adds.
std::vector<double> extend(const std::vector<double>& lower, double reflection) {
  std::vector<double> higher(lower);
  for (size_t i = 0; i < lower.size(); ++i) {
    higher[i] -= reflection * lower[lower.size() - 1 - i];
  }
  higher.push_back(reflection);
  return higher;
}

}  // namespace

double autocorrelation(std::span<const double> values, size_t lag) {
  const double power = lagged_product(values, 0);
  return power > 0 ? lagged_product(values, lag) / power : 0;
}

std::vector<double> fit_autoregression(std::span<const double> values, size_t most) {
  const auto n = static_cast<double>(values.size());
  double variance = 1, least_cost = 0;
  std::vector<double> correlations, coefficients, best;
  for (size_t order = 1; order <= most && order < values.size() && variance > 1e-12; ++order) {
    correlations.push_back(autocorrelation(values, order));
    double unexplained = correlations.back();
    for (size_t i = 0; i + 1 < order; ++i) {
      unexplained -= coefficients[i] * correlations[order - 2 - i];
    }
    const double reflection = unexplained / variance;
    coefficients = extend(coefficients, reflection);
    variance *= 1 - reflection * reflection;
    const double cost = n * std::log(variance) + 2 * static_cast<double>(order);
    if (cost < least_cost) {
      least_cost = cost;
      best = coefficients;
    }
  }
  return best;
}

}  // namespace nightjar::statistics
