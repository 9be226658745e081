// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/trtexec/metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nightjar::cli::trtexec {
namespace {

constexpr double kMostVariation = 0.01, kMostEnqueueShare = 0.8;

double sum_of(const std::vector<double>& samples) {
  return std::accumulate(samples.begin(), samples.end(), 0.0);
}

std::string line(const char* name, const Metric& metric, const std::vector<double>& percentiles) {
  std::string text =
      fmt::format("{}: min = {:.6g} ms, max = {:.6g} ms, mean = {:.6g} ms, median = {:.6g} ms",
                  name, metric.min_ms, metric.max_ms, metric.mean_ms, metric.median_ms);
  for (size_t i = 0; i < percentiles.size(); ++i) {
    text +=
        fmt::format(", percentile({:g}%) = {:.6g} ms", percentiles[i], metric.percentiles_ms[i]);
  }
  return text + "\n";
}

/// From where the first query begins to copy its inputs to where the last has copied its outputs.
double wall_ms_of(const std::vector<QueryTimes>& queries) {
  double first = queries.front().start_h2d_ms, last = queries.front().end_d2h_ms;
  for (const QueryTimes& query : queries) {
    first = std::min(first, query.start_h2d_ms);
    last = std::max(last, query.end_d2h_ms);
  }
  return last - first;
}

}  // namespace

double percentile_of(const std::vector<double>& ascending, double percentile) {
  const auto count = static_cast<int64_t>(ascending.size());
  // A whole number is one, although 1 - 0.9 is a little less than 0.1.
  const double share = (1 - percentile / 100) * static_cast<double>(count);
  const auto excluded = static_cast<int64_t>(share + 1e-9);
  return ascending[static_cast<size_t>(std::max<int64_t>(count - 1 - excluded, 0))];
}

Metric metric_of(std::vector<double> samples, const std::vector<double>& percentiles) {
  std::sort(samples.begin(), samples.end());
  const auto count = static_cast<double>(samples.size());
  const size_t middle = samples.size() / 2;
  Metric metric;
  metric.min_ms = samples.front();
  metric.max_ms = samples.back();
  metric.mean_ms = sum_of(samples) / count;
  metric.median_ms =
      samples.size() % 2 == 1 ? samples[middle] : (samples[middle - 1] + samples[middle]) / 2;
  double squares = 0;
  for (const double sample : samples) squares += std::pow(sample - metric.mean_ms, 2);
  if (metric.mean_ms > 0) {
    metric.coefficient_of_variation = std::sqrt(squares / count) / metric.mean_ms;
  }
  for (const double percentile : percentiles) {
    metric.percentiles_ms.push_back(percentile_of(samples, percentile));
  }
  return metric;
}

Metrics metrics_of(const InferenceRun& run, const std::vector<double>& percentiles) {
  const auto of = [&](double (QueryTimes::*phase)() const) {
    std::vector<double> samples;
    for (const QueryTimes& query : run.queries) samples.push_back((query.*phase)());
    return metric_of(std::move(samples), percentiles);
  };
  const auto count = static_cast<double>(run.queries.size());
  Metrics metrics;
  metrics.latency = of(&QueryTimes::latency_ms);
  metrics.enqueue = of(&QueryTimes::enqueue_ms);
  metrics.h2d = of(&QueryTimes::h2d_ms);
  metrics.compute = of(&QueryTimes::compute_ms);
  metrics.d2h = of(&QueryTimes::d2h_ms);
  metrics.wall_s = wall_ms_of(run.queries) / 1e3;
  metrics.throughput_per_s = metrics.wall_s > 0 ? count / metrics.wall_s : 0;
  metrics.total_compute_s = metrics.compute.mean_ms * count / 1e3;
  return metrics;
}

std::string report(const Metrics& metrics, const std::vector<double>& percentiles, bool is_gpu) {
  std::string text = "=== Performance summary ===\n";
  text += fmt::format("Throughput: {:.6g} qps\n", metrics.throughput_per_s);
  text += line("Latency", metrics.latency, percentiles);
  text += line("Enqueue Time", metrics.enqueue, percentiles);
  text += line("H2D Latency", metrics.h2d, percentiles);
  text += line("GPU Compute Time", metrics.compute, percentiles);
  text += line("D2H Latency", metrics.d2h, percentiles);
  text += fmt::format("Total Host Walltime: {:.6g} s\n", metrics.wall_s);
  text += fmt::format("Total GPU Compute Time: {:.6g} s\n", metrics.total_compute_s);
  if (!is_gpu) text += "(on a CPU, GPU Compute Time is the time of the computation)\n";
  const Metric& compute = metrics.compute;
  if (is_gpu && metrics.enqueue.median_ms > kMostEnqueueShare * compute.median_ms) {
    text += "warning: queueing takes nearly as long as computing and may bound the throughput\n";
  }
  if (is_gpu && std::max(metrics.h2d.median_ms, metrics.d2h.median_ms) >= compute.median_ms) {
    text +=
        "warning: copies take longer than computing and may bound the throughput: see "
        "--noDataTransfers\n";
  }
  if (compute.coefficient_of_variation > kMostVariation) {
    text += fmt::format(
        "warning: the compute time varies by {:.1f} %: lock clocks, quiet the "
        "machine, or measure longer\n",
        compute.coefficient_of_variation * 100);
  }
  return text;
}

std::string running_averages(const InferenceRun& run, size_t average_runs) {
  std::string text;
  for (size_t first = 0; first + average_runs <= run.queries.size(); first += average_runs) {
    double compute_ms = 0, latency_ms = 0, enqueue_ms = 0;
    for (size_t i = first; i < first + average_runs; ++i) {
      compute_ms += run.queries[i].compute_ms();
      latency_ms += run.queries[i].latency_ms();
      enqueue_ms += run.queries[i].enqueue_ms();
    }
    const auto count = static_cast<double>(average_runs);
    text += fmt::format(
        "Average on {} runs - GPU latency: {:.6g} ms - Host latency: {:.6g} ms (enqueue {:.6g} "
        "ms)\n",
        average_runs, compute_ms / count, latency_ms / count, enqueue_ms / count);
  }
  return text;
}

}  // namespace nightjar::cli::trtexec
