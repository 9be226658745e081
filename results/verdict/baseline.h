// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What a measurement is compared with: the series' newest earlier runs.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "results/record/series_point.h"
#include "results/verdict/policy.h"

namespace nightjar::verdict {

/// A lasting change of level that the earlier runs agree on.
struct LevelShift {
  int64_t run = 0;  ///< The first at the new level.
  double before_ns = 0, after_ns = 0;

  double change() const { return after_ns / before_ns - 1; }
};

/// A creeping change that no single night shows.
struct LevelDrift {
  int64_t run = 0;  ///< Where the runs begin that show it best.
  int64_t runs = 0;
  double per_run = 0, total = 0;  ///< Relative.
};

/// Earlier accepted measurements of one series, oldest first, all of one level.
struct Baseline {
  std::vector<record::SeriesPoint> points;
  std::optional<LevelShift> shift;  ///< What that level began with.
  std::optional<LevelDrift> drift;  ///< How it has crept since, where it has.

  bool empty() const { return points.empty(); }
  /// The newest point, whose layers a comparison may look at. Not for an empty baseline.
  const record::SeriesPoint& newest() const { return points.back(); }
  /// Median of the runs' medians.
  double median_ns() const;
  /// Median label accuracy of the points that have one.
  std::optional<double> label_accuracy() const;
};

/// The newest `policy.baseline_runs` usable points of a history that is ordered by run. To be
/// usable a point needs a positive median and, unless the policy says otherwise, no fault put in.
/// Where the level of the usable ones has changed for good, only those since then: a shift is news
/// once, and what comes after it is compared with what has been normal since.
Baseline choose_baseline(std::span<const record::SeriesPoint> history, const Policy& policy = {});

}  // namespace nightjar::verdict
