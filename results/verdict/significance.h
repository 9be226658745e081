// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Is it real: a change against the noise between runs, and what the layers say about it.
#pragma once

#include <cstdint>

#include "results/verdict/layers.h"
#include "results/verdict/noise.h"
#include "results/verdict/policy.h"

namespace nightjar::verdict {

/// What is known beside the change itself.
struct Grounds {
  scenarios::Kind kind = scenarios::Kind::kInference;
  LayerEvidence evidence = LayerEvidence::kNone;
  int64_t points = 0;  ///< Earlier runs compared with.
};

struct Significance {
  double z = 0;         ///< Standard deviations; positive is slower.
  double critical = 0;  ///< The z that was asked for.
  double factor = 1;    ///< New over old or old over new, whichever is larger.
  /// The factor that was asked for as well: below it the machine's pace explains the change as
  /// well as a changed program does. 1 where the pace is known, or is not the explanation.
  double believed_factor = 1;

  bool exceeds_noise() const { return z >= critical || z <= -critical; }
  bool may_be_drift() const;
  bool is_real() const { return exceeds_noise() && !may_be_drift(); }
};

/// `change` is new over old minus one.
Significance judge_significance(double change, const Noise& noise, const Grounds& grounds,
                                const Policy& policy);

}  // namespace nightjar::verdict
