// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// trtexec's metrics, by its definitions.
#pragma once

#include <string>
#include <vector>

#include "cli/trtexec/inference.h"

namespace nightjar::cli::trtexec {

struct Metric {
  double min_ms = 0, max_ms = 0, mean_ms = 0, median_ms = 0;
  std::vector<double> percentiles_ms;   ///< One for each that was asked for.
  double coefficient_of_variation = 0;  ///< Population deviation over mean.
};

/// Element max(n - 1 - int((1 - percentile / 100) n), 0) of the ascending samples, which are not
/// empty.
double percentile_of(const std::vector<double>& ascending, double percentile);
Metric metric_of(std::vector<double> samples, const std::vector<double>& percentiles);

struct Metrics {
  double throughput_per_s = 0;  ///< Queries over the wall time.
  Metric latency;               ///< H2D, compute and D2H of a query together.
  Metric enqueue, h2d, compute, d2h;
  double wall_s = 0;  ///< From the first query's H2D start to the last D2H end.
  double total_compute_s = 0;
};

/// `run` has a query at least.
Metrics metrics_of(const InferenceRun& run, const std::vector<double>& percentiles);

/// The lines trtexec's readers look for, with warnings where its own limits are passed: an enqueue
/// that takes more than 0.8 of the compute time and copies that take as long as computing (both on
/// a GPU alone), and a compute time that varies by more than 1 %.
std::string report(const Metrics& metrics, const std::vector<double>& percentiles, bool is_gpu);

/// One line for every `average_runs` queries.
std::string running_averages(const InferenceRun& run, size_t average_runs);

}  // namespace nightjar::cli::trtexec
