// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The measured run of trtexec: one batch is queued ahead, every phase has its own times.
#pragma once

#include <vector>

#include "base/clock.h"
#include "engine/runtime/runtime.h"

namespace nightjar::cli::trtexec {

struct InferenceSettings {
  size_t iterations = 10;  ///< At least so many.
  double duration_s = 3;   ///< At least so long.
  double warm_up_ms = 200;
  size_t average_runs = 10;  ///< Runs to average in one line of the log.
  size_t streams = 1;
  bool transfers = true;  ///< Copy inputs and outputs in every query.
};

/// When one query was doing what, in milliseconds since the run began.
struct QueryTimes {
  double start_enqueue_ms = 0, end_enqueue_ms = 0;
  double start_h2d_ms = 0, end_h2d_ms = 0;
  double start_compute_ms = 0, end_compute_ms = 0;
  double start_d2h_ms = 0, end_d2h_ms = 0;

  double enqueue_ms() const { return end_enqueue_ms - start_enqueue_ms; }
  double h2d_ms() const { return end_h2d_ms - start_h2d_ms; }
  double compute_ms() const { return end_compute_ms - start_compute_ms; }
  double d2h_ms() const { return end_d2h_ms - start_d2h_ms; }
  double latency_ms() const { return h2d_ms() + compute_ms() + d2h_ms(); }
};

struct InferenceRun {
  std::vector<QueryTimes> queries;  ///< In the order in which they were queued; warm-up left out.
  size_t warm_up_queries = 0;
};

/// Runs `settings.streams` contexts of one engine, each on a stream and a thread of its own.
Result<InferenceRun> run_queries(const std::shared_ptr<const runtime::Engine>& engine,
                                 const runtime::TensorsByName& inputs,
                                 const InferenceSettings& settings, const Clock& clock);

}  // namespace nightjar::cli::trtexec
