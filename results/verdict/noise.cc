// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/noise.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "results/record/units.h"
#include "results/statistics/robust.h"

namespace nightjar::verdict {
namespace {

constexpr size_t kPointsToMeasure = 3;

/// Half of a 95 % interval is 1.96 standard deviations of a normal median.
double interval_sd(double low, double high, double median) {
  if (!(median > 0) || !(high >= low)) return 0;
  return (high - low) / (2 * 1.96) / median;
}

/// Qn rather than the MAD: with three or four runs the MAD is often far too small.
double measured_sd(const Baseline& baseline) {
  std::vector<double> logs;
  for (const record::SeriesPoint& point : baseline.points)
    logs.push_back(std::log(point.median_ns));
  return statistics::qn_scale(logs);
}

}  // namespace

Noise estimate_noise(const record::Summary& latency, const Baseline& baseline, double prior_noise,
                     double prior_weight) {
  Noise noise;
  const size_t n = baseline.points.size();
  const bool is_measured = n >= kPointsToMeasure;
  const double weight = is_measured ? static_cast<double>(n - 1) : 0;
  const double measured = is_measured ? measured_sd(baseline) : 0;
  noise.between_runs =
      std::sqrt((prior_weight * prior_noise * prior_noise + weight * measured * measured) /
                (prior_weight + weight));
  noise.within_run = interval_sd(latency.median_low_ns, latency.median_high_ns, latency.median_ns);
  const double runs = std::max(1.0, static_cast<double>(n));
  noise.of_change = std::sqrt(noise.between_runs * noise.between_runs * (1 + 1 / runs) +
                              noise.within_run * noise.within_run);
  noise.source =
      is_measured
          ? fmt::format("{} between {} earlier runs, blended with the assumed {}",
                        record::human_percent(measured), n, record::human_percent(prior_noise))
          : fmt::format("an assumed {} between runs, as there are only {} earlier",
                        record::human_percent(prior_noise), n);
  return noise;
}

}  // namespace nightjar::verdict
