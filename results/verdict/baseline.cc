// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/baseline.h"

#include <algorithm>

#include "results/statistics/quantile.h"

namespace nightjar::verdict {
namespace {

bool is_usable(const record::SeriesPoint& point, const Policy& policy) {
  return point.median_ns > 0 && (policy.faults_in_baseline || point.fault_injected.empty());
}

}  // namespace

double Baseline::median_ns() const {
  std::vector<double> medians;
  for (const record::SeriesPoint& point : points) medians.push_back(point.median_ns);
  return statistics::median(medians);
}

std::optional<double> Baseline::label_accuracy() const {
  std::vector<double> accuracies;
  for (const record::SeriesPoint& point : points) {
    if (point.label_accuracy) accuracies.push_back(*point.label_accuracy);
  }
  if (accuracies.empty()) return std::nullopt;
  return statistics::median(accuracies);
}

Baseline choose_baseline(std::span<const record::SeriesPoint> history, const Policy& policy) {
  Baseline baseline;
  for (const record::SeriesPoint& point : history) {
    if (is_usable(point, policy)) baseline.points.push_back(point);
  }
  const auto most = static_cast<size_t>(std::max<int64_t>(policy.baseline_runs, 0));
  if (baseline.points.size() > most) {
    baseline.points.erase(baseline.points.begin(),
                          baseline.points.end() - static_cast<std::ptrdiff_t>(most));
  }
  return baseline;
}

}  // namespace nightjar::verdict
