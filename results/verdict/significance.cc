// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/significance.h"

#include <cmath>

namespace nightjar::verdict {
namespace {

/// Whether no layer explains the change, where layers could have.
bool is_unexplained(const Grounds& grounds) {
  if (grounds.evidence == LayerEvidence::kNone) {
    return grounds.kind == scenarios::Kind::kInference;
  }
  return grounds.evidence == LayerEvidence::kAlike;
}

}  // namespace

bool Significance::may_be_drift() const {
  // Rounding in a ratio must not decide a change that is exactly the factor.
  constexpr double kRounding = 1e-9;
  return factor < believed_factor * (1 - kRounding);
}

Significance judge_significance(double change, const Noise& noise, const Grounds& grounds,
                                const Policy& policy) {
  Significance significance;
  // Log ratios, so that a change and its reversal are equally far from nothing.
  const double log_ratio = std::log1p(change);
  significance.z = log_ratio / noise.of_change;
  significance.critical = grounds.evidence == LayerEvidence::kSupports ? policy.critical_z_supported
                                                                       : policy.critical_z;
  significance.factor = std::exp(std::fabs(log_ratio));
  if (is_unexplained(grounds) && grounds.points < policy.points_to_know_drift) {
    significance.believed_factor = policy.believed_factor;
  }
  return significance;
}

}  // namespace nightjar::verdict
