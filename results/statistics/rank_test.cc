// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/rank_test.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "results/statistics/distributions.h"
#include "results/statistics/quantile.h"

namespace nightjar::statistics {
namespace {

struct Ranks {
  double u = 0;
  double tie_term = 0;  ///< Sum of t^3 - t over groups of t equal values.
};

Ranks rank(std::span<const double> first, std::span<const double> second) {
  std::vector<std::pair<double, bool>> all;  // value, is of the first set
  all.reserve(first.size() + second.size());
  for (const double value : first) all.emplace_back(value, true);
  for (const double value : second) all.emplace_back(value, false);
  std::sort(all.begin(), all.end());
  Ranks ranks;
  double smaller_of_second = 0;
  for (size_t begin = 0; begin < all.size();) {
    size_t end = begin;
    double of_first = 0;
    while (end < all.size() && all[end].first == all[begin].first) of_first += all[end++].second;
    const auto ties = static_cast<double>(end - begin);
    const double of_second = ties - of_first;
    ranks.u += of_first * (smaller_of_second + 0.5 * of_second);
    ranks.tie_term += ties * ties * ties - ties;
    smaller_of_second += of_second;
    begin = end;
  }
  return ranks;
}

/// P(U <= u) when nothing differs, by counting the orders of n + m distinct values with each U:
/// the coefficients of the Gaussian binomial, one factor (1 - q^(n+i)) / (1 - q^i) at a time.
double exact_lower_tail(int64_t u, int64_t n, int64_t m) {
  std::vector<double> ways(static_cast<size_t>(n * m + 1), 0.0);
  ways[0] = 1;
  const auto size = static_cast<int64_t>(ways.size());
  for (int64_t i = 1; i <= m; ++i) {
    for (int64_t k = size - 1; k >= n + i; --k) ways[k] -= ways[k - n - i];
    for (int64_t k = i; k < size; ++k) ways[k] += ways[k - i];
  }
  double below = 0, total = 0;
  for (int64_t k = 0; k < size; ++k) {
    total += ways[k];
    if (k <= u) below += ways[k];
  }
  return below / total;
}

double normal_p(const Ranks& ranks, double n, double m) {
  const double total = n + m;
  const double variance =
      n * m / 12 * (total + 1 - ranks.tie_term / (total * std::max(total - 1, 1.0)));
  if (variance <= 0) return 1;
  const double distance = std::max(std::fabs(ranks.u - 0.5 * n * m) - 0.5, 0.0);
  return std::min(1.0, 2 * normal_cdf(-distance / std::sqrt(variance)));
}

}  // namespace

RankTest mann_whitney(std::span<const double> first, std::span<const double> second) {
  constexpr size_t kExactLimit = 20;
  RankTest test;
  if (first.empty() || second.empty()) return test;
  const Ranks ranks = rank(first, second);
  const auto n = static_cast<int64_t>(first.size()), m = static_cast<int64_t>(second.size());
  test.u = ranks.u;
  test.superiority = ranks.u / static_cast<double>(n * m);
  test.exact = ranks.tie_term == 0 && std::max(first.size(), second.size()) <= kExactLimit;
  if (test.exact) {
    const auto smaller =
        static_cast<int64_t>(std::min(ranks.u, static_cast<double>(n * m) - ranks.u));
    test.p = std::min(1.0, 2 * exact_lower_tail(smaller, n, m));
  } else {
    test.p = normal_p(ranks, static_cast<double>(n), static_cast<double>(m));
  }
  return test;
}

double hodges_lehmann_shift(std::span<const double> first, std::span<const double> second) {
  std::vector<double> differences;
  differences.reserve(first.size() * second.size());
  for (const double a : first) {
    for (const double b : second) differences.push_back(b - a);
  }
  return median(differences);
}

}  // namespace nightjar::statistics
