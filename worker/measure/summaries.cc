// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/measure/summaries.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "results/statistics/early_stopping.h"
#include "results/statistics/quantile.h"
#include "results/statistics/summary.h"

namespace nightjar::measure {

record::Summary summarize_ns(std::span<const int64_t> samples_ns) {
  const statistics::Summary from = statistics::summarize(samples_ns);
  record::Summary to;
  to.count = from.count;
  to.median_ns = from.median;
  to.mean_ns = from.mean;
  to.min_ns = from.min;
  to.max_ns = from.max;
  to.p90_ns = from.p90;
  to.p95_ns = from.p95;
  to.p99_ns = from.p99;
  to.cv = from.cv;
  to.median_low_ns = from.median_range.low;
  to.median_high_ns = from.median_range.high;
  return to;
}

void add_sampling(Sampling sampling, int64_t batch, record::JobResult& result) {
  result.samples = std::move(sampling.samples);
  const record::Samples& samples = result.samples;
  result.latency = summarize_ns(samples.latency_ns);
  result.enqueue = summarize_ns(samples.enqueue_ns);
  result.h2d = summarize_ns(samples.h2d_ns);
  result.compute = summarize_ns(samples.compute_ns);
  result.d2h = summarize_ns(samples.d2h_ns);
  const auto total_ns = static_cast<double>(
      std::accumulate(samples.latency_ns.begin(), samples.latency_ns.end(), int64_t{0}));
  // A sample's latency is already per inference, however many it stands for.
  const auto items = static_cast<double>(batch) * static_cast<double>(samples.latency_ns.size());
  result.throughput_per_s = total_ns > 0 ? 1e9 * items / total_ns : 0;
  result.discarded_samples = sampling.discarded_samples;
  result.discard_reason = std::move(sampling.discard_reason);
  result.stop_reason = std::move(sampling.stop_reason);
}

record::LoadFigures load_figures(std::span<const int64_t> latency_ns, double percentile) {
  record::LoadFigures figures;
  figures.queries = static_cast<int64_t>(latency_ns.size());
  figures.percentile = percentile;
  if (percentile == 0 || latency_ns.empty()) return figures;
  std::vector<double> sorted(latency_ns.begin(), latency_ns.end());
  std::sort(sorted.begin(), sorted.end());
  const auto interval = statistics::quantile_interval(sorted, percentile);
  figures.percentile_ns = statistics::quantile(sorted, percentile);
  figures.percentile_low_ns = interval.low;
  figures.percentile_high_ns = interval.high;
  statistics::PercentileClaim claim;
  claim.percentile = percentile;
  figures.supported_ns = statistics::supported_percentile(sorted, claim).value_or(0);
  return figures;
}

void add_latencies(std::vector<int64_t> latency_ns, record::JobResult& result) {
  result.samples.latency_ns = std::move(latency_ns);
  result.latency = summarize_ns(result.samples.latency_ns);
  result.throughput_per_s = result.latency.mean_ns > 0 ? 1e9 / result.latency.mean_ns : 0;
}

void keep_latency_only(record::JobResult& result) {
  record::Samples latencies;
  latencies.latency_ns = std::move(result.samples.latency_ns);
  result.samples = std::move(latencies);
  result.enqueue = result.h2d = result.compute = result.d2h = {};
}

}  // namespace nightjar::measure
