// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/proof/suspicion.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/check.h"
#include "results/statistics/quantile.h"
#include "results/statistics/robust.h"

namespace nightjar::proof {
namespace {

std::vector<double> logs_of(std::span<const double> values) {
  std::vector<double> logs;
  for (const double value : values) {
    NIGHTJAR_CHECK(value > 0, "a median is a positive time");
    logs.push_back(std::log(value));
  }
  return logs;
}

/// Of the mean of the last `nights`, against the window before them.
Suspicion look_at(std::span<const double> logs, size_t nights, const SuspicionPolicy& policy) {
  if (logs.size() < policy.fewest + nights) return {};
  const size_t end = logs.size() - nights;
  const size_t begin = end - std::min(end, policy.window);
  const auto earlier = logs.subspan(begin, end - begin);
  const double level = statistics::median(earlier);
  Suspicion found;
  found.baseline_ns = std::exp(level);
  found.night_sd = std::max(statistics::robust_sd(earlier), policy.least_sd);
  double sum = 0;
  for (const double log : logs.subspan(end)) sum += log - level;
  found.z = sum / (found.night_sd * std::sqrt(static_cast<double>(nights)));
  const double critical = nights == 1 ? policy.critical : policy.critical_of_two;
  found.is_raised = (policy.slower_only ? found.z : std::fabs(found.z)) >= critical;
  return found;
}

}  // namespace

Suspicion suspect(std::span<const double> medians_ns, const SuspicionPolicy& policy) {
  const size_t most = std::min(medians_ns.size(), policy.window + 2);
  const std::vector<double> logs = logs_of(medians_ns.last(most));
  const Suspicion one = look_at(logs, 1, policy), two = look_at(logs, 2, policy);
  if (one.is_raised == two.is_raised) return std::fabs(two.z) > std::fabs(one.z) ? two : one;
  return one.is_raised ? one : two;
}

}  // namespace nightjar::proof
