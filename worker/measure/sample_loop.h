// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Warm-up, then samples until a stopping rule holds.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "results/record/record.h"
#include "scenarios/scenario.h"
#include "worker/measure/sample_guard.h"
#include "worker/measure/stopping_rule.h"
#include "worker/measure/subject.h"

namespace nightjar::measure {

/// Everything a sample loop brings back.
struct Sampling {
  record::Samples samples;
  int64_t inferences_per_sample = 1;
  int64_t warm_up_samples = 0;  ///< Taken before measuring and not kept.
  int64_t discarded_samples = 0;
  std::string discard_reason;  ///< Empty when nothing was discarded.
  std::string stop_reason;
};

/// Takes samples of `subject` by `plan`. Disturbed samples are discarded and counted, but never
/// more of them than were kept (and a few): on a machine that is always busy, what disturbs is
/// part of the truth. Time alone does not end it before `fewest` of the plan's `min_samples` are
/// in. Nothing is allocated, logged or sent between the first sample and the last.
Result<Sampling> take_samples(Subject& subject, const scenarios::SamplingPlan& plan,
                              SampleGuard& guard, const Clock& clock,
                              int64_t fewest = StoppingRule::kFewestSamples);

}  // namespace nightjar::measure
