// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/slow_drift.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "results/changes/drift.h"
#include "results/changes/noise.h"
#include "results/changes/scan.h"
#include "results/statistics/autoregression.h"
#include "results/statistics/distributions.h"
#include "results/statistics/quantile.h"
#include "results/statistics/ranks.h"

namespace nightjar::changes {
namespace {

constexpr size_t kWindows[] = {30, 60, 120};
constexpr size_t kFewestBefore = 30;  ///< Values before a window that say something about memory.

/// Kendall's sum over all pairs, in standard deviations of independent values.
double kendall_z(std::span<const double> values) {
  double sum = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    for (size_t j = i + 1; j < values.size(); ++j) {
      sum += values[j] > values[i] ? 1 : values[j] < values[i] ? -1 : 0;
    }
  }
  const auto n = static_cast<double>(values.size());
  return sum / std::sqrt(n * (n - 1) * (2 * n + 5) / 18);
}

/// Between neighbours; what a line or a mean has taken away is given back.
double memory_of(std::span<const double> residuals, double taken_away) {
  const double found = statistics::autocorrelation(statistics::normal_scores(residuals), 1);
  const auto n = static_cast<double>(residuals.size());
  return std::clamp((found + taken_away / n) / (1 - 3 * taken_away / n), -0.5, 0.97);
}

/// Of the values around the trend and those before it together: 30 alone say too little.
double memory_around(std::span<const double> before, std::span<const double> window) {
  const double around = memory_of(residuals_of_line(window), 2);
  if (before.size() < kFewestBefore) return around;
  const double earlier = memory_of(residuals_of(before, {}), 1);
  const auto n = static_cast<double>(window.size()), m = static_cast<double>(before.size());
  return (n * around + m * earlier) / (n + m);
}

bool is_step(std::span<const double> window) {
  const Noise noise = fit_noise(residuals_of_line(window), 2);
  const size_t position = scan(window, noise).position;
  return position > 0 && advantage_of_line(window, position, noise) < 0;
}

SlowDrift trend_of(std::span<const double> values, size_t length) {
  const size_t begin = values.size() - length;
  const auto window = values.subspan(begin);
  const double memory = std::max(0.0, memory_around(values.first(begin), window));
  const double z = kendall_z(window) / std::sqrt((1 + memory) / (1 - memory));
  SlowDrift drift;
  drift.begin = begin;
  drift.p = 2 * statistics::normal_cdf(-std::fabs(z)) * static_cast<double>(std::size(kWindows));
  drift.per_value = slope_of(window);
  drift.total = drift.per_value * static_cast<double>(length - 1);
  return drift;
}

}  // namespace

std::optional<SlowDrift> find_slow_drift(std::span<const double> values,
                                         const DriftSettings& settings) {
  std::vector<double> scaled(values.begin(), values.end());
  const bool is_positive =
      std::all_of(scaled.begin(), scaled.end(), [](double value) { return value > 0; });
  for (double& value : scaled) value = is_positive ? std::log(value) : value;
  std::optional<SlowDrift> clearest;
  for (const size_t length : kWindows) {
    if (length > scaled.size()) break;
    const SlowDrift drift = trend_of(scaled, length);
    if (drift.p > settings.significance || is_step(std::span(scaled).last(length))) continue;
    if (!clearest || drift.p < clearest->p) clearest = drift;
  }
  if (clearest && is_positive) {
    clearest->per_value = std::expm1(clearest->per_value);
    clearest->total = std::expm1(clearest->total);
  }
  return clearest;
}

}  // namespace nightjar::changes
