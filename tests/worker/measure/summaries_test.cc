// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/measure/summaries.h"

#include <gtest/gtest.h>

namespace nightjar::measure {
namespace {

Sampling sampling_of(std::vector<int64_t> latency_ns) {
  Sampling sampling;
  sampling.samples.latency_ns = latency_ns;
  sampling.samples.enqueue_ns = sampling.samples.h2d_ns = latency_ns;
  sampling.samples.compute_ns = sampling.samples.d2h_ns = latency_ns;
  sampling.stop_reason = "enough";
  sampling.discarded_samples = 2;
  sampling.discard_reason = "noise";
  return sampling;
}

TEST(Summaries, ThroughputCountsItemsOverTheTimeTaken) {
  record::JobResult result;
  add_sampling(sampling_of({1'000'000, 2'000'000, 3'000'000}), 8, result);
  EXPECT_DOUBLE_EQ(result.throughput_per_s, 4000.0);
  EXPECT_EQ(result.latency.count, 3);
  EXPECT_DOUBLE_EQ(result.latency.median_ns, 2e6);
  EXPECT_DOUBLE_EQ(result.latency.max_ns, 3e6);
  EXPECT_DOUBLE_EQ(result.compute.mean_ns, 2e6);
  EXPECT_EQ(result.samples.latency_ns.size(), 3u);
  EXPECT_EQ(result.stop_reason, "enough");
  EXPECT_EQ(result.discarded_samples, 2);
  EXPECT_EQ(result.discard_reason, "noise");
}

TEST(Summaries, TheMedianHasItsInterval) {
  std::vector<int64_t> values;
  for (int64_t i = 1; i <= 99; ++i) values.push_back(i * 1000);
  const record::Summary summary = summarize_ns(values);
  EXPECT_DOUBLE_EQ(summary.median_ns, 50'000);
  EXPECT_LT(summary.median_low_ns, 45'000);
  EXPECT_GT(summary.median_low_ns, 30'000);
  EXPECT_GT(summary.median_high_ns, 55'000);
  EXPECT_LT(summary.median_high_ns, 70'000);
}

TEST(Summaries, NoSamplesGiveNoThroughput) {
  record::JobResult result;
  add_sampling(sampling_of({}), 8, result);
  EXPECT_EQ(result.throughput_per_s, 0);
}

TEST(LoadFigures, APercentileHasAnIntervalAndWhatEarlyStoppingSupports) {
  std::vector<int64_t> latencies;
  for (int64_t i = 1; i <= 64; ++i) latencies.push_back(i * 1000);
  const record::LoadFigures enough = load_figures(latencies, 0.9);
  EXPECT_EQ(enough.queries, 64);
  EXPECT_NEAR(enough.percentile_ns, 57'700, 1);
  EXPECT_LT(enough.percentile_low_ns, enough.percentile_ns);
  EXPECT_GT(enough.percentile_high_ns, enough.percentile_ns);
  EXPECT_EQ(enough.supported_ns, 64'000) << "64 queries support the largest for p90";
  latencies.pop_back();
  EXPECT_EQ(load_figures(latencies, 0.9).supported_ns, 0) << "63 are one too few";
  EXPECT_EQ(load_figures(latencies, 0).percentile_ns, 0) << "none is claimed";
}

}  // namespace
}  // namespace nightjar::measure
