// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The server pattern of MLPerf LoadGen as plain functions: when queries arrive, and the highest
// rate that still meets the bound.
#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <vector>

namespace nightjar::statistics {

/// Times from the start at which `count` queries arrive, ascending, in ns: a Poisson process of
/// `rate_per_s` > 0. The same generator state gives the same times.
std::vector<int64_t> poisson_arrivals_ns(double rate_per_s, int64_t count,
                                         std::mt19937_64& generator);

struct RateSearch {
  double lowest_per_s = 1;     ///< The search gives up below it,
  double highest_per_s = 1e7;  ///< and is content with it.
  double precision = 0.01;     ///< Relative, between the rate found and one that is too high.
};

/// The highest rate that `meets_bound`, to within the precision: doubled from `start_per_s` until
/// it fails, or halved until it holds, then halved between. 0 when even the lowest fails. Asks at
/// most about 2 log2(highest / lowest) times.
double highest_rate(double start_per_s, const std::function<bool(double rate_per_s)>& meets_bound,
                    const RateSearch& search = {});

}  // namespace nightjar::statistics
