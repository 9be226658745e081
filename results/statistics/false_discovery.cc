// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/false_discovery.h"

#include <algorithm>
#include <numeric>

namespace nightjar::statistics {

std::vector<double> false_discovery_rates(std::span<const double> p) {
  std::vector<size_t> order(p.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return p[a] < p[b]; });
  std::vector<double> rates(p.size());
  double least = 1;
  for (size_t rank = p.size(); rank > 0; --rank) {
    const size_t which = order[rank - 1];
    const double rate = p[which] * static_cast<double>(p.size()) / static_cast<double>(rank);
    least = std::min(least, rate);
    rates[which] = least;
  }
  return rates;
}

}  // namespace nightjar::statistics
