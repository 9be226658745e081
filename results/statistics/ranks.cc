// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/ranks.h"

#include <algorithm>
#include <numeric>

#include "results/statistics/distributions.h"
#include "results/statistics/summary.h"

namespace nightjar::statistics {

std::vector<double> mid_ranks(std::span<const double> values) {
  std::vector<size_t> order(values.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (size_t begin = 0; begin < order.size();) {
    size_t end = begin;
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    const double shared = 0.5 * static_cast<double>(begin + end + 1);
    for (; begin < end; ++begin) ranks[order[begin]] = shared;
  }
  return ranks;
}

std::vector<double> normal_scores(std::span<const double> values) {
  std::vector<double> scores = mid_ranks(values);
  const auto n = static_cast<double>(values.size());
  for (double& score : scores) score = normal_quantile((score - 0.375) / (n + 0.25));
  const double centre = mean(scores);
  for (double& score : scores) score -= centre;
  return scores;
}

}  // namespace nightjar::statistics
