// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/trtexec/metrics.h"

#include <gtest/gtest.h>

#include "cli/trtexec/exports.h"

namespace nightjar::cli::trtexec {
namespace {

QueryTimes query(double start_ms, double h2d_ms, double compute_ms, double d2h_ms) {
  QueryTimes times;
  times.start_enqueue_ms = start_ms;
  times.end_enqueue_ms = start_ms + 0.5;
  times.start_h2d_ms = start_ms;
  times.end_h2d_ms = times.start_compute_ms = start_ms + h2d_ms;
  times.end_compute_ms = times.start_d2h_ms = times.start_compute_ms + compute_ms;
  times.end_d2h_ms = times.start_d2h_ms + d2h_ms;
  return times;
}

TEST(TrtexecMetrics, PercentilesAreItsOwnElement) {
  std::vector<double> samples;
  for (int i = 1; i <= 100; ++i) samples.push_back(i);
  EXPECT_EQ(percentile_of(samples, 90), 90);
  EXPECT_EQ(percentile_of(samples, 99), 99);
  EXPECT_EQ(percentile_of(samples, 100), 100);
  EXPECT_EQ(percentile_of(samples, 0), 1);
  EXPECT_EQ(percentile_of({7}, 99), 7);
}

TEST(TrtexecMetrics, LatencyIsTheSumOfItsPhases) {
  InferenceRun run;
  run.queries = {query(0, 1, 4, 2), query(10, 1, 6, 2)};
  run.wall_ms = 20;
  const Metrics metrics = metrics_of(run, {50});
  EXPECT_EQ(metrics.throughput_per_s, 100);
  EXPECT_EQ(metrics.latency.mean_ms, 8);
  EXPECT_EQ(metrics.compute.median_ms, 5);
  EXPECT_EQ(metrics.compute.coefficient_of_variation, 0.2);
  EXPECT_EQ(metrics.enqueue.max_ms, 0.5);
  EXPECT_DOUBLE_EQ(metrics.total_compute_s, 0.01);
  const std::string text = report(metrics, {50}, true);
  EXPECT_NE(text.find("Throughput: 100 qps"), std::string::npos);
  EXPECT_NE(text.find("Latency: min = 7 ms, max = 9 ms, mean = 8 ms, median = 8 ms, "
                      "percentile(50%) = 7 ms"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("varies by 20.0 %"), std::string::npos);
  EXPECT_NE(running_averages(run, 2).find("GPU latency: 5 ms - Host latency: 8 ms"),
            std::string::npos);
}

TEST(TrtexecExports, HaveItsKeys) {
  InferenceRun run;
  run.queries = {query(0, 1, 4, 2)};
  const std::string times = times_json(run);
  for (const char* key : {"startEnqMs", "endEnqMs", "startH2dMs", "endH2dMs", "startComputeMs",
                          "endComputeMs", "startD2hMs", "endD2hMs", "\"latencyMs\": 7.0"}) {
    EXPECT_NE(times.find(key), std::string::npos) << key;
  }
  const std::string profile = profile_json({{"conv", {1, 2, 3}}, {"relu", {2, 2, 2}}});
  EXPECT_NE(profile.find("\"count\": 3"), std::string::npos);
  EXPECT_NE(profile.find("\"percentage\": 50.0"), std::string::npos);
  EXPECT_NE(profile.find("\"medianMs\": 2.0"), std::string::npos);
}

}  // namespace
}  // namespace nightjar::cli::trtexec
