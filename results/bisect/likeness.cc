// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/bisect/likeness.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "results/statistics/quantile.h"

namespace nightjar::bisect {
namespace {

constexpr double kQuantile = 2.576;  // Of a normal distribution, for 99 %.
constexpr size_t kFewest = 4;        // Of each, or the interval is all there is.

}  // namespace

const char* to_string(Likeness likeness) {
  switch (likeness) {
    case Likeness::kSame:
      return "same";
    case Likeness::kDifferent:
      return "different";
    case Likeness::kUnknown:
      break;
  }
  return "unknown";
}

Comparison compare(std::span<const double> first, std::span<const double> second,
                   double least_change) {
  Comparison comparison;
  if (first.empty() || second.empty()) return comparison;
  std::vector<double> shifts;
  for (const double before : first) {
    for (const double after : second) shifts.push_back(std::log(after / before));
  }
  std::sort(shifts.begin(), shifts.end());
  const auto m = static_cast<double>(first.size()), n = static_cast<double>(second.size());
  const double rank = m * n / 2 - kQuantile * std::sqrt(m * n * (m + n + 1) / 12);
  const auto cut = static_cast<size_t>(std::max(0.0, std::floor(rank)));
  const double shift = statistics::median(shifts);
  const double low = shifts[cut], high = shifts[shifts.size() - 1 - cut];
  comparison.change = std::expm1(shift);
  comparison.low = std::expm1(low);
  comparison.high = std::expm1(high);
  if (std::min(first.size(), second.size()) < kFewest) return comparison;
  const double half = std::log1p(least_change / 2);
  const bool excludes_zero = low > 0 || high < 0;
  if (excludes_zero && std::fabs(shift) >= half) comparison.likeness = Likeness::kDifferent;
  if (low > -half && high < half) comparison.likeness = Likeness::kSame;
  return comparison;
}

}  // namespace nightjar::bisect
