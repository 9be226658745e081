// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Derives a result's figures from its samples.
#pragma once

#include <cstdint>
#include <span>

#include "results/record/record.h"
#include "worker/measure/sample_loop.h"

namespace nightjar::measure {

record::Summary summarize_ns(std::span<const int64_t> samples_ns);

/// Moves the samples into `result` and fills in their summaries, the reasons, and the throughput
/// of `batch` items an inference.
void add_sampling(Sampling sampling, int64_t batch, record::JobResult& result);

}  // namespace nightjar::measure
