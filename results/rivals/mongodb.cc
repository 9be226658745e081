// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <random>

#include "results/rivals/e_divisive.h"
#include "results/rivals/rules.h"

namespace nightjar::rivals {
namespace {

constexpr int kPermutations = 100;
constexpr uint64_t kSeed = 1;

size_t end_of(const Found& points, size_t level, size_t size) {
  return level < points.size() ? points[level] : size;
}

/// The best split of all levels between `points`.
EnergySplit best_of_levels(std::span<const double> values, const Found& points) {
  EnergySplit best;
  size_t begin = 0;
  for (size_t level = 0; level <= points.size(); ++level) {
    const size_t end = end_of(points, level, values.size());
    const EnergySplit split = best_energy_split(values.subspan(begin, end - begin));
    if (split.energy > best.energy) best = {begin + split.position, split.energy};
    begin = end;
  }
  return best;
}

void permute_levels(std::vector<double>& values, const Found& points, std::mt19937_64& generator) {
  size_t begin = 0;
  for (size_t level = 0; level <= points.size(); ++level) {
    const size_t end = end_of(points, level, values.size());
    std::shuffle(values.begin() + static_cast<std::ptrdiff_t>(begin),
                 values.begin() + static_cast<std::ptrdiff_t>(end), generator);
    begin = end;
  }
}

}  // namespace

Found mongodb(std::span<const double> values, double significance) {
  Found points;
  std::mt19937_64 generator(kSeed);
  while (true) {
    const EnergySplit best = best_of_levels(values, points);
    if (best.position == 0) return points;
    std::vector<double> permuted(values.begin(), values.end());
    int better = 0;
    for (int i = 0; i < kPermutations; ++i) {
      permute_levels(permuted, points, generator);
      better += best_of_levels(permuted, points).energy >= best.energy ? 1 : 0;
      if (better > significance * (kPermutations + 1)) return points;
    }
    points.insert(std::upper_bound(points.begin(), points.end(), best.position), best.position);
  }
}

}  // namespace nightjar::rivals
