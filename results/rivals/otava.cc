// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <set>

#include "results/rivals/e_divisive.h"
#include "results/rivals/rules.h"
#include "results/statistics/distributions.h"
#include "results/statistics/summary.h"

namespace nightjar::rivals {
namespace {

constexpr size_t kWindow = 50, kStride = 25;
constexpr double kSignificance = 0.001;
constexpr double kWeakSignificance = 10 * kSignificance;

double pooled_t_p(std::span<const double> left, std::span<const double> right) {
  const auto n = static_cast<double>(left.size()), m = static_cast<double>(right.size());
  if (n + m < 3) return 1;
  const double left_sd = statistics::population_sd(left);
  const double right_sd = statistics::population_sd(right);
  // Its deviations divide by n, its pooling weighs by n - 1.
  const double pooled =
      std::sqrt(((n - 1) * left_sd * left_sd + (m - 1) * right_sd * right_sd) / (n + m - 2));
  const double difference = std::fabs(statistics::mean(left) - statistics::mean(right));
  if (pooled == 0) return difference == 0 ? 1 : 0;
  const double t = difference / (pooled * std::sqrt(1 / n + 1 / m));
  return 2 * statistics::student_t_cdf(-t, n + m - 2);
}

/// p of the change at `points[which]` between its neighbours.
double p_between(std::span<const double> values, const Found& points, size_t which) {
  const size_t begin = which == 0 ? 0 : points[which - 1];
  const size_t end = which + 1 < points.size() ? points[which + 1] : values.size();
  return pooled_t_p(values.subspan(begin, points[which] - begin),
                    values.subspan(points[which], end - points[which]));
}

void split_window(std::span<const double> values, size_t begin, size_t end,
                  std::set<size_t>& points) {
  const auto window = values.subspan(begin, end - begin);
  const size_t position = best_energy_split(window, 1).position;
  if (position == 0) return;
  if (pooled_t_p(window.first(position), window.subspan(position)) > kWeakSignificance) return;
  points.insert(begin + position);
  split_window(values, begin, begin + position, points);
  split_window(values, begin + position, end, points);
}

}  // namespace

Found otava(std::span<const double> values) {
  std::set<size_t> candidates;
  for (size_t begin = 0; begin < values.size(); begin += kStride) {
    split_window(values, begin, std::min(begin + kWindow, values.size()), candidates);
  }
  Found points(candidates.begin(), candidates.end());
  while (!points.empty()) {
    size_t weakest = 0;
    double largest = -1;
    for (size_t which = 0; which < points.size(); ++which) {
      const double p = p_between(values, points, which);
      if (p > largest) {
        largest = p;
        weakest = which;
      }
    }
    if (largest < kSignificance) break;
    points.erase(points.begin() + static_cast<std::ptrdiff_t>(weakest));
  }
  return points;
}

}  // namespace nightjar::rivals
