// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Several callers, each of whom waits for its answer before it asks again.
#pragma once

#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "scenarios/scenario.h"
#include "worker/measure/arrival.h"
#include "worker/measure/sample_loop.h"

namespace nightjar::measure {

/// What callers saw together.
struct Calls {
  Sampling sampling;      ///< Latencies of all callers, one caller's behind the other's.
  double rate_per_s = 0;  ///< Answers a second over the wall time of all.
};

/// One caller a lane, in a thread of its own: warm-up, then inferences until `max_duration_ns` is
/// over or this caller's share of `max_samples` is taken, and `min_samples` of all are in. Nothing
/// is discarded: that callers disturb each other is what is measured. `lanes` is not empty; all
/// outlive the call.
Result<Calls> run_callers(const std::vector<Lane*>& lanes, const scenarios::SamplingPlan& plan,
                          const std::vector<int>& cores, const Clock& clock);

}  // namespace nightjar::measure
