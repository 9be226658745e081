// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/baseline.h"

#include <algorithm>

#include "results/changes/find.h"
#include "results/changes/slow_drift.h"
#include "results/statistics/quantile.h"

namespace nightjar::verdict {
namespace {

bool is_usable(const record::SeriesPoint& point, const Policy& policy) {
  return point.median_ns > 0 && (policy.faults_in_baseline || point.fault_injected.empty());
}

std::vector<double> medians_of(const std::vector<record::SeriesPoint>& points) {
  std::vector<double> medians;
  for (const record::SeriesPoint& point : points) medians.push_back(point.median_ns);
  return medians;
}

/// Leaves the points of the newest level.
void keep_newest_level(double significance, Baseline& baseline) {
  const auto found = changes::find_changes(medians_of(baseline.points), {significance});
  if (found.empty()) return;
  const changes::Change& newest = found.back();
  baseline.shift = LevelShift{baseline.points[newest.index].run, newest.before, newest.after};
  baseline.points.erase(baseline.points.begin(),
                        baseline.points.begin() + static_cast<std::ptrdiff_t>(newest.index));
}

void look_for_drift(Baseline& baseline) {
  const auto found = changes::find_slow_drift(medians_of(baseline.points));
  if (!found) return;
  baseline.drift = LevelDrift{baseline.points[found->begin].run,
                              static_cast<int64_t>(baseline.points.size() - found->begin),
                              found->per_value, found->total};
}

}  // namespace

double Baseline::median_ns() const { return statistics::median(medians_of(points)); }

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
  keep_newest_level(policy.level_significance, baseline);
  look_for_drift(baseline);
  const auto most = static_cast<size_t>(std::max<int64_t>(policy.baseline_runs, 0));
  if (baseline.points.size() > most) {
    baseline.points.erase(baseline.points.begin(),
                          baseline.points.end() - static_cast<std::ptrdiff_t>(most));
  }
  return baseline;
}

}  // namespace nightjar::verdict
