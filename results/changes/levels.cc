// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/levels.h"

#include <algorithm>

#include "results/statistics/quantile.h"
#include "results/statistics/rank_test.h"

namespace nightjar::changes {

size_t begin_before(const Positions& positions, size_t which) {
  return which == 0 ? 0 : positions[which - 1];
}

size_t end_after(const Positions& positions, size_t which, size_t size) {
  return which + 1 < positions.size() ? positions[which + 1] : size;
}

double shift_at(std::span<const double> values, size_t begin, size_t position, size_t end) {
  constexpr size_t kMost = 120;  // a side: all pairs are formed
  const size_t from = position - std::min(position - begin, kMost);
  const size_t to = std::min(end, position + kMost);
  return statistics::hodges_lehmann_shift(values.subspan(from, position - from),
                                          values.subspan(position, to - position));
}

std::vector<double> levels_of(std::span<const double> values, const Positions& positions) {
  const size_t first_end = positions.empty() ? values.size() : positions.front();
  double level = statistics::median(values.first(first_end));
  std::vector<double> levels(first_end, level);
  levels.reserve(values.size());
  for (size_t which = 0; which < positions.size(); ++which) {
    const size_t end = end_after(positions, which, values.size());
    level += shift_at(values, begin_before(positions, which), positions[which], end);
    levels.resize(end, level);
  }
  return levels;
}

std::vector<double> residuals_of(std::span<const double> values, const Positions& positions) {
  std::vector<double> residuals = levels_of(values, positions);
  for (size_t i = 0; i < values.size(); ++i) residuals[i] = values[i] - residuals[i];
  return residuals;
}

}  // namespace nightjar::changes
