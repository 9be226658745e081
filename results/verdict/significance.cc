// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/significance.h"

#include <cmath>

namespace nightjar::verdict {
namespace {

double critical_z(LayerEvidence evidence, int64_t points, const Policy& policy) {
  if (evidence == LayerEvidence::kSupports) return policy.critical_z_supported;
  if (evidence == LayerEvidence::kAlike && points < policy.points_to_know_drift) {
    return policy.critical_z_unsupported;
  }
  return policy.critical_z;
}

}  // namespace

Significance judge_significance(double change, const Noise& noise, LayerEvidence evidence,
                                int64_t points, const Policy& policy) {
  Significance significance;
  // Log ratios, so that a change and its reversal are equally far from nothing.
  significance.z = std::log1p(change) / noise.of_change;
  significance.critical = critical_z(evidence, points, policy);
  return significance;
}

}  // namespace nightjar::verdict
