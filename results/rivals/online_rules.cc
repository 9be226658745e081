// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Rules that look at a few values around one place.
#include <algorithm>
#include <cmath>

#include "results/rivals/rules.h"
#include "results/statistics/summary.h"

namespace nightjar::rivals {
namespace {

constexpr size_t kFore = 12, kLeastBack = 12, kMostBack = 24;
constexpr double kCriticalT = 7, kLeastChange = 0.02;
constexpr size_t kHistory = 30, kLeastHistory = 10;
constexpr double kCriticalZ = 3;

struct Side {
  double mean = 0, variance_of_mean = 0;
};

/// `distance(i)` is 0 for the value next to the place.
template <typename Distance>
Side weighted_side(std::span<const double> values, Distance distance) {
  const auto n = static_cast<double>(values.size());
  double sum = 0, weights = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    const double weight = (n - static_cast<double>(distance(i))) / n;
    sum += weight * values[i];
    weights += weight;
  }
  Side side{sum / weights, 0};
  for (const double value : values) {
    side.variance_of_mean += (value - side.mean) * (value - side.mean) / (n - 1) / n;
  }
  return side;
}

struct Step {
  double t = 0, change = 0;
};

Step step_at(std::span<const double> values, size_t position) {
  const size_t back = std::min(position, kMostBack);
  const Side before =
      weighted_side(values.subspan(position - back, back), [&](size_t i) { return back - 1 - i; });
  const Side after = weighted_side(values.subspan(position, kFore), [](size_t i) { return i; });
  const double difference = std::fabs(after.mean - before.mean);
  const double error = std::sqrt(before.variance_of_mean + after.variance_of_mean);
  return {error > 0 ? difference / error : 0, difference / std::fabs(before.mean)};
}

}  // namespace

Found perfherder(std::span<const double> values) {
  std::vector<Step> steps(values.size());
  for (size_t i = kLeastBack; i + kFore <= values.size(); ++i) steps[i] = step_at(values, i);
  Found found;
  for (size_t i = 1; i + 1 < values.size(); ++i) {
    const bool is_peak = steps[i].t > steps[i - 1].t && steps[i].t >= steps[i + 1].t;
    if (is_peak && steps[i].t > kCriticalT && steps[i].change >= kLeastChange) found.push_back(i);
  }
  return found;
}

Found z_score(std::span<const double> values) {
  Found found;
  size_t begin = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    if (i - begin < kLeastHistory) continue;
    const size_t count = std::min(i - begin, kHistory);
    const auto history = values.subspan(i - count, count);
    const double distance = std::fabs(values[i] - statistics::mean(history));
    if (distance <= kCriticalZ * statistics::sample_sd(history)) continue;
    found.push_back(i);
    begin = i;
  }
  return found;
}

}  // namespace nightjar::rivals
