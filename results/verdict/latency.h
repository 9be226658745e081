// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Everything that was found out about a change of latency, before it is put into words.
#pragma once

#include "results/record/record.h"
#include "results/record/run.h"
#include "results/record/verdict.h"
#include "results/verdict/baseline.h"
#include "results/verdict/layers.h"
#include "results/verdict/noise.h"
#include "results/verdict/policy.h"
#include "results/verdict/relevance.h"
#include "results/verdict/significance.h"

namespace nightjar::verdict {

struct LatencyFinding {
  double median_ns = 0, baseline_ns = 0;
  double change = 0, threshold = 0;
  double interval = 0;         ///< Half of tonight's 95 % interval over its median.
  double disturbed_share = 0;  ///< Of tonight's samples, discarded because others ran as well.
  bool device_was_shared = false;
  Noise noise;
  LayerComparison layers;
  Significance significance;
  Relevance relevance = Relevance::kNone;

  /// The change is both real and large enough to matter: regressed or improved. Otherwise ok,
  /// ambiguous (it would matter, and chance may explain it) or noisy (the measurement itself is
  /// too unsteady to say, or the device was shared and no layer stands out).
  record::VerdictKind kind() const;
};

/// For a finished measurement and a baseline that is not empty. `reference` is the measurement of
/// the baseline's newest run, for its layers; null when it is not at hand.
LatencyFinding examine_latency(const record::Measurement& measurement, const Baseline& baseline,
                               const record::Measurement* reference, const Policy& policy);

}  // namespace nightjar::verdict
