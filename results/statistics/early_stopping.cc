// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/early_stopping.h"

#include <algorithm>
#include <functional>
#include <vector>

#include "base/check.h"
#include "results/statistics/distributions.h"

namespace nightjar::statistics {
namespace {

bool is_supported(int64_t in_time, int64_t slower, const PercentileClaim& claim) {
  return incomplete_beta(static_cast<double>(in_time), static_cast<double>(slower + 1),
                         claim.percentile - claim.tolerance) <= 1 - claim.confidence;
}

}  // namespace

int64_t queries_needed(int64_t slower, const PercentileClaim& claim) {
  const double share = claim.percentile - claim.tolerance;
  NIGHTJAR_CHECK(share > 0 && share < 1 && claim.confidence > 0 && claim.confidence < 1,
                 "a percentile is claimed with chances between 0 and 1");
  NIGHTJAR_CHECK(slower >= 0, "queries are counted");
  int64_t low = 0, high = 1;
  while (!is_supported(high, slower, claim)) high *= 2;
  while (high - low > 1) {
    const int64_t middle = (low + high) / 2;
    (is_supported(middle, slower, claim) ? high : low) = middle;
  }
  return high + slower;
}

std::optional<double> supported_percentile(std::span<const double> latencies,
                                           const PercentileClaim& claim) {
  const auto count = static_cast<int64_t>(latencies.size());
  int64_t low = 0, high = 1;
  while (queries_needed(high, claim) <= count) high *= 2;
  while (high - low > 1) {
    const int64_t middle = (low + high) / 2;
    (queries_needed(middle, claim) <= count ? low : high) = middle;
  }
  if (low == 0) return std::nullopt;
  std::vector<double> list(latencies.begin(), latencies.end());
  const auto bound = list.begin() + (low - 1);
  std::nth_element(list.begin(), bound, list.end(), std::greater<>());
  return *bound;
}

}  // namespace nightjar::statistics
