// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A measurement as a timeline that Perfetto and Chrome's tracing page can open.
#pragma once

#include <string>

#include "results/record/record.h"

namespace nightjar::cli {

/// JSON of the Trace Event Format: a track of the first kTracedSamples inferences with their
/// copies and compute, drawn one after the other, and a track of the profiled steps, each with its
/// tactic, layout, precision and ONNX nodes. Times are in microseconds and begin at 0.
std::string chrome_trace(const record::JobResult& result);

inline constexpr size_t kTracedSamples = 200;

}  // namespace nightjar::cli
