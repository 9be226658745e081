// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/together.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "results/statistics/distributions.h"
#include "results/statistics/false_discovery.h"

namespace nightjar::verdict {
namespace {

/// Deviations of each latency that was compared with earlier ones. Where layers were found to be
/// the cause, fewer are asked for, and each counts for more.
std::vector<double> deviations_of(std::span<const record::Verdict> verdicts, const Policy& policy) {
  std::vector<double> list;
  for (const record::Verdict& verdict : verdicts) {
    if (verdict.baseline_points == 0) continue;
    const double worth =
        verdict.layers.empty() ? 1 : policy.critical_z / policy.critical_z_supported;
    list.push_back(std::fabs(verdict.z) * worth);
  }
  return list;
}

}  // namespace

Policy judged_together(std::span<const record::Verdict> verdicts, const Policy& policy) {
  const std::vector<double> deviations = deviations_of(verdicts, policy);
  Policy together = policy;
  together.series_together = static_cast<int64_t>(deviations.size());
  if (deviations.empty()) return together;
  std::vector<double> chances;
  for (const double z : deviations) chances.push_back(2 * statistics::normal_cdf(-z));
  const std::vector<double> rates = statistics::false_discovery_rates(chances);
  // Where none is believed, what the first one would have to reach.
  const double share = 0.5 * policy.false_discovery_rate / static_cast<double>(chances.size());
  double least = -statistics::normal_quantile(share);
  for (size_t i = 0; i < rates.size(); ++i) {
    if (rates[i] <= policy.false_discovery_rate) least = std::min(least, deviations[i]);
  }
  const double factor = std::max(1.0, least / policy.critical_z);
  together.critical_z *= factor;
  together.critical_z_supported *= factor;
  return together;
}

}  // namespace nightjar::verdict
