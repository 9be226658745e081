// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Findings in words: the verdict's sentence, and what would change its mind.
#pragma once

#include <string>

#include "results/record/record.h"
#include "results/verdict/latency.h"
#include "scenarios/scenario.h"

namespace nightjar::verdict {

/// "latency", "cold build", "load" or "time": what the median of a scenario measures.
const char* measured_quantity(scenarios::Kind kind);

/// Names the figures, the baseline, the noise and, when they explain it, the layers.
std::string describe_latency(const LatencyFinding& finding, const Baseline& baseline,
                             scenarios::Kind kind);

/// What would turn this finding into another verdict.
std::string describe_alternative(const LatencyFinding& finding, const Baseline& baseline);

}  // namespace nightjar::verdict
