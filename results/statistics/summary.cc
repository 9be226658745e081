// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/summary.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace nightjar::statistics {
namespace {

/// Sum of squared distances from the mean, in two passes: samples of 1e9 ns that differ by 1 ns
/// would lose everything in the one-pass formula.
double squared_distances(std::span<const double> values) {
  const double centre = mean(values);
  double sum = 0;
  for (const double value : values) sum += (value - centre) * (value - centre);
  return sum;
}

}  // namespace

double mean(std::span<const double> values) {
  if (values.empty()) return 0;
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double population_sd(std::span<const double> values) {
  if (values.empty()) return 0;
  return std::sqrt(squared_distances(values) / static_cast<double>(values.size()));
}

double sample_sd(std::span<const double> values) {
  if (values.size() < 2) return 0;
  return std::sqrt(squared_distances(values) / static_cast<double>(values.size() - 1));
}

Summary summarize(std::span<const double> samples) {
  if (samples.empty()) return {};
  std::vector<double> sorted(samples.begin(), samples.end());
  std::sort(sorted.begin(), sorted.end());
  Summary summary;
  summary.count = static_cast<int64_t>(sorted.size());
  summary.median = quantile(sorted, 0.5);
  summary.mean = mean(sorted);
  summary.min = sorted.front();
  summary.max = sorted.back();
  summary.p90 = quantile(sorted, 0.90);
  summary.p95 = quantile(sorted, 0.95);
  summary.p99 = quantile(sorted, 0.99);
  summary.cv = summary.mean != 0 ? population_sd(sorted) / summary.mean : 0;
  summary.median_range = median_interval(sorted);
  return summary;
}

Summary summarize(std::span<const int64_t> samples) {
  return summarize(std::vector<double>(samples.begin(), samples.end()));
}

}  // namespace nightjar::statistics
