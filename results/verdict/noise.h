// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How much a measurement differs from its baseline when nothing has changed.
#pragma once

#include <string>

#include "results/record/record.h"
#include "results/verdict/baseline.h"
#include "results/verdict/policy.h"

namespace nightjar::verdict {

/// Relative standard deviations.
struct Noise {
  double between_runs = 0;  ///< Of one run's median.
  double within_run = 0;    ///< Of tonight's median, from its own interval.
  double of_change = 0;     ///< Of the difference to the baseline, from both.
  std::string source;       ///< Where between_runs comes from, in words.
};

/// The variance between runs is the weighted mean of the prior's and of the earlier runs' own
/// (robust, from three runs on): samples inside one run say nothing about the next run's clocks,
/// memory layout and neighbours, which is why they alone are never the yardstick.
Noise estimate_noise(const record::Summary& latency, const Baseline& baseline, double prior_noise,
                     double prior_weight);

}  // namespace nightjar::verdict
