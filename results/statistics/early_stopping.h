// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How many queries are enough to state a percentile of their latencies: MLPerf LoadGen's rule.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace nightjar::statistics {

/// What is claimed: with `confidence`, at least `percentile` - `tolerance` of all queries are as
/// fast as stated.
struct PercentileClaim {
  double percentile = 0.99;
  double confidence = 0.99;
  double tolerance = 0;
};

/// The fewest queries that support the claim when `slower` of them exceed the bound: the least
/// n = h + slower with I(percentile - tolerance; h, slower + 1) <= 1 - confidence, where I is the
/// regularised incomplete beta function.
int64_t queries_needed(int64_t slower, const PercentileClaim& claim);

/// The least bound that the latencies support (single and multi-stream): with t the most queries
/// that may exceed it, the largest latency once the t - 1 largest are left out. Nothing when t is
/// 0: fewer than 64 queries for p90, 662 for p99 at the confidence 0.99.
std::optional<double> supported_percentile(std::span<const double> latencies,
                                           const PercentileClaim& claim);

}  // namespace nightjar::statistics
