// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Derives a result's figures from its samples.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "results/record/record.h"
#include "worker/measure/sample_loop.h"

namespace nightjar::measure {

record::Summary summarize_ns(std::span<const int64_t> samples_ns);

/// Moves the samples into `result` and fills in their summaries, the reasons, and the throughput
/// of `batch` items an inference.
void add_sampling(Sampling sampling, int64_t batch, record::JobResult& result);

/// What is said of a percentile of `latency_ns`, with its interval and what early stopping
/// supports; no percentile for 0.
record::LoadFigures load_figures(std::span<const int64_t> latency_ns, double percentile);

/// Samples that have no parts: fills in the latencies and their summary.
void add_latencies(std::vector<int64_t> latency_ns, record::JobResult& result);

/// Takes out parts that have no meaning for what was measured.
void keep_latency_only(record::JobResult& result);

}  // namespace nightjar::measure
