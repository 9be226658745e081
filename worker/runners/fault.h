// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Slows one model down on purpose, to prove that the harness sees it.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "engine/engine.h"
#include "scenarios/scenario.h"
#include "worker/measure/subject.h"
#include "worker/runners/step_profiler.h"

namespace nightjar::runners {

/// Adds a busy wait of `slow_down` times the model's own median compute time behind one step:
/// that of the layer named, or the slowest one. Returns the sentence that the record must hold.
/// Call for the fault's own model only.
Result<std::string> inject_fault(const scenarios::FaultInjection& fault, const plan::Plan& plan,
                                 measure::Subject& subject, StepProfiler& profiler,
                                 const Clock& clock);

}  // namespace nightjar::runners
