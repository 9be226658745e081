// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Per-layer rows from profiled passes of their own, apart from the samples.
#pragma once

#include <vector>

#include "base/clock.h"
#include "engine/engine.h"
#include "results/record/record.h"
#include "worker/runners/step_profiler.h"

namespace nightjar::runners {

/// Median time of each step over several passes: at most 15, and no more than fit in a second
/// beyond the first 3.
Result<std::vector<double>> median_step_times_ns(StepProfiler& profiler, size_t step_count,
                                                 const Clock& clock);

/// One row a step: what it came from, what runs it, and its share of all steps' time.
std::vector<record::LayerRow> layer_rows(const plan::Plan& plan,
                                         const std::vector<double>& step_times_ns);

}  // namespace nightjar::runners
