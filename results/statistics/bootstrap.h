// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The interval of any statistic, by drawing from the values again and again.
#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <span>

#include "results/statistics/quantile.h"

namespace nightjar::statistics {

using Statistic = std::function<double(std::span<const double>)>;

struct BootstrapPlan {
  int64_t draws = 2000;
  double confidence = 0.95;
};

/// Percentile interval of `statistic` over `values`. The same generator state gives the same
/// interval on every machine. An empty interval for no values.
Interval bootstrap(std::span<const double> values, const Statistic& statistic,
                   std::mt19937_64& generator, const BootstrapPlan& plan = {});

}  // namespace nightjar::statistics
