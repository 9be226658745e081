// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/locate.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "results/changes/density.h"
#include "results/changes/scan.h"

namespace nightjar::changes {
namespace {

constexpr size_t kReach = 25;            ///< Values that a change may move.
constexpr size_t kDoubtful = 10;         ///< Values on each side that may belong to the other.
constexpr size_t kFewestToKnow = 20;     ///< Innovations that make a density.
constexpr size_t kNeighbourhood = 1000;  ///< Values on each side that make the density.

/// Innovations around a change, but for those that it may have touched itself.
std::vector<double> innovations_near(size_t position, std::span<const double> values,
                                     std::span<const double> levels, const Noise& noise) {
  const size_t begin = std::max<size_t>(1, position - std::min(position, kNeighbourhood));
  const size_t end = std::min(values.size(), position + kNeighbourhood);
  std::vector<double> list;
  for (size_t i = begin; i < end; ++i) {
    if (i + kDoubtful >= position && i < position + kDoubtful) continue;
    const double earlier = values[i - 1] - levels[i - 1];
    list.push_back(values[i] - levels[i] - noise.autocorrelation * earlier);
  }
  return list;
}

struct Sides {
  double before = 0, after = 0;  ///< Levels.
  double autocorrelation = 0;
};

/// The likeliest of the positions `low` .. `high`.
size_t likeliest(std::span<const double> values, const Sides& sides, const Density& density,
                 size_t low, size_t high) {
  const auto log_of = [&](size_t i, double earlier, double level) {
    return density.log_at(values[i] - level - sides.autocorrelation * (values[i - 1] - earlier));
  };
  // What the old level has gained over the new one by the values before i.
  double gained = 0, best = -std::numeric_limits<double>::infinity();
  size_t position = low;
  for (size_t i = low; i <= high; ++i) {
    const double as_later = log_of(i, sides.after, sides.after);
    const double as_first = gained + log_of(i, sides.before, sides.after) - as_later;
    if (as_first > best) {
      best = as_first;
      position = i;
    }
    gained += log_of(i, sides.before, sides.before) - as_later;
  }
  return position;
}

/// The place of change `which`, given all values' levels.
size_t relocate(std::span<const double> values, std::span<const double> levels, const Noise& noise,
                const Positions& positions, size_t which) {
  const size_t position = positions[which];
  const size_t reach = std::min(kReach, position);
  const size_t low = std::max(begin_before(positions, which) + kShortestLevel, position - reach);
  const size_t last = end_after(positions, which, values.size());
  const size_t high = std::min(last - std::min(last, kShortestLevel), position + kReach);
  if (low >= high) return position;
  const std::vector<double> fresh = innovations_near(position, values, levels, noise);
  if (fresh.size() < kFewestToKnow) return position;
  const Density density(fresh);
  if (!density.is_known()) return position;
  return likeliest(values, {levels[position - 1], levels[position], noise.autocorrelation}, density,
                   low, high);
}

}  // namespace

Positions locate(std::span<const double> values, const Noise& noise, Positions positions) {
  constexpr int kRounds = 2;  // a change that moved changes its neighbours' levels
  for (int round = 0; round < kRounds; ++round) {
    const std::vector<double> levels = levels_of(values, positions);
    for (size_t which = 0; which < positions.size(); ++which) {
      positions[which] = relocate(values, levels, noise, positions, which);
    }
  }
  return positions;
}

}  // namespace nightjar::changes
