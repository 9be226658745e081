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
  const Metrics metrics = metrics_of(run, {50});
  EXPECT_DOUBLE_EQ(metrics.wall_s, 0.019) << "from 0 ms to 10 + 1 + 6 + 2 ms";
  EXPECT_DOUBLE_EQ(metrics.throughput_per_s, 2 / 0.019);
  EXPECT_EQ(metrics.latency.mean_ms, 8);
  EXPECT_EQ(metrics.compute.median_ms, 5);
  EXPECT_EQ(metrics.compute.coefficient_of_variation, 0.2);
  EXPECT_EQ(metrics.enqueue.max_ms, 0.5);
  EXPECT_DOUBLE_EQ(metrics.total_compute_s, 0.01);
  const std::string text = report(metrics, {50}, true);
  EXPECT_NE(text.find("Throughput: 105.263 qps"), std::string::npos);
  EXPECT_NE(text.find("Latency: min = 7 ms, max = 9 ms, mean = 8 ms, median = 8 ms, "
                      "percentile(50%) = 7 ms"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("varies by 20.0 %"), std::string::npos);
  EXPECT_NE(running_averages(run, 2).find("GPU latency: 5 ms - Host latency: 8 ms"),
            std::string::npos);
}

TEST(TrtexecMetrics, WallTimeGoesOnUntilTheLastCopyOfAnyStream) {
  InferenceRun run;
  run.queries = {query(5, 1, 40, 2), query(6, 1, 4, 2)};
  EXPECT_DOUBLE_EQ(metrics_of(run, {}).wall_s, 0.043);
}

TEST(TrtexecMetrics, WarningsComeAtItsThresholds) {
  const auto warned = [](double spread_ms, double enqueue_ms, const char* word) {
    InferenceRun run;
    run.queries = {query(0, 0.1, 10 - spread_ms, 0.1), query(20, 0.1, 10 + spread_ms, 0.1)};
    for (QueryTimes& times : run.queries) {
      times.end_enqueue_ms = times.start_enqueue_ms + enqueue_ms;
    }
    const std::string text = report(metrics_of(run, {}), {}, true);
    return text.find(word) != std::string::npos;
  };
  EXPECT_TRUE(warned(0.11, 1, "varies by 1.1 %"));
  EXPECT_FALSE(warned(0.09, 1, "varies by"));
  EXPECT_TRUE(warned(0, 8.5, "queueing takes"));
  EXPECT_FALSE(warned(0, 8, "queueing takes")) << "as much as 0.8 is not more";
}

TEST(TrtexecExports, NamesThatAreNoTextAreWrittenAllTheSame) {
  EXPECT_NE(profile_json({{"conv \xff", {1}}}).find("\"name\""), std::string::npos);
  plan::Plan plan;
  plan.steps.emplace_back().name = "conv \xff";
  for (const bool names_only : {false, true}) {
    EXPECT_NE(layers_json(plan, names_only).find("conv"), std::string::npos);
  }
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
