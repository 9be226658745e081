// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The server pattern of MLPerf LoadGen: how many queries a second meet a bound on their latency.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "results/statistics/early_stopping.h"
#include "worker/measure/arrival.h"

namespace nightjar::measure {

/// Returns when the clock shows this time, at once when it does already.
using WaitUntil = std::function<void(int64_t steady_ns)>;
/// Sleeps for most of the time and watches the clock for the rest, so as to wake in time.
WaitUntil wait_by(const Clock& clock);

struct ServerOrder {
  statistics::PercentileClaim claim;
  int64_t latency_bound_ns = 100'000'000;
  uint64_t seed = 1;              ///< Of the arrival times; every rate draws from it anew.
  int64_t least_duration_ns = 0;  ///< Of a rate's trial; a queue needs time to grow.
  double start_per_s = 100;       ///< Where the search begins,
  double most_per_s = 1e6;        ///< and what it is content with.
};

struct ServerOutcome {
  double rate_per_s = 0;         ///< The highest that met the bound; 0: none did.
  double failed_rate_per_s = 0;  ///< The lowest that did not; 0: all did.
  int64_t rates_tried = 0;
  std::vector<int64_t> latency_ns;  ///< At the rate found, in the order of arrival.
};

/// Queries arrive as a Poisson process and wait for a free lane in their order; a latency counts
/// from the arrival, however late it was begun. A rate meets the bound once its trial has had the
/// least duration, or 20,000 queries, and the queries so far support the claim by early stopping:
/// with t of them slower than the bound, queries_needed(t) must have been made, and more are made
/// until they are. It has failed when that would take more than five slow queries need and more
/// than twice what the least duration holds. The rate is known to 5 %. `lanes` is not empty, and
/// each has a thread of its own where there are several.
Result<ServerOutcome> search_server_rate(const std::vector<Lane*>& lanes, const ServerOrder& order,
                                         const std::vector<int>& cores, const Clock& clock,
                                         const WaitUntil& wait_until);

}  // namespace nightjar::measure
