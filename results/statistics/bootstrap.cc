// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/bootstrap.h"

#include <algorithm>
#include <vector>

#include "base/check.h"

namespace nightjar::statistics {

Interval bootstrap(std::span<const double> values, const Statistic& statistic,
                   std::mt19937_64& generator, const BootstrapPlan& plan) {
  NIGHTJAR_CHECK(plan.draws > 0 && plan.confidence > 0 && plan.confidence < 1,
                 "a bootstrap needs draws and a confidence between 0 and 1");
  if (values.empty()) return {};
  std::vector<double> drawn(values.size()), estimates;
  estimates.reserve(static_cast<size_t>(plan.draws));
  for (int64_t draw = 0; draw < plan.draws; ++draw) {
    // The standard's distributions differ between libraries; a remainder of 64 bits does not.
    for (double& value : drawn) value = values[generator() % values.size()];
    estimates.push_back(statistic(drawn));
  }
  std::sort(estimates.begin(), estimates.end());
  const double tail = 0.5 * (1 - plan.confidence);
  return {quantile(estimates, tail), quantile(estimates, 1 - tail), plan.confidence};
}

}  // namespace nightjar::statistics
