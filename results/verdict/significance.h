// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Is it real: a change against the noise between runs, and what the layers say about it.
#pragma once

#include <cstdint>

#include "results/verdict/layers.h"
#include "results/verdict/noise.h"
#include "results/verdict/policy.h"

namespace nightjar::verdict {

struct Significance {
  double z = 0;         ///< Standard deviations; positive is slower.
  double critical = 0;  ///< The z that was asked for.

  bool is_real() const { return z >= critical || z <= -critical; }
};

/// `change` is new over old minus one, `points` the earlier runs compared with.
Significance judge_significance(double change, const Noise& noise, LayerEvidence evidence,
                                int64_t points, const Policy& policy);

}  // namespace nightjar::verdict
