// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/latency.h"

#include <gtest/gtest.h>

#include "tests/results/verdict/examples.h"

namespace nightjar::verdict {
namespace {

using record::VerdictKind;

LatencyFinding examine(const record::Measurement& tonight, const std::vector<double>& history) {
  const auto reference = examples::measurement(1, history.back());
  return examine_latency(tonight, choose_baseline(examples::points(history)), &reference, {});
}

TEST(LatencyTest, SteadyIsOk) {
  const auto finding = examine(examples::measurement(2, 1.02e6), {1e6});
  EXPECT_EQ(finding.kind(), VerdictKind::kOk);
  EXPECT_NEAR(finding.change, 0.02, 1e-12);
}

TEST(LatencyTest, AnUnsteadyMeasurementIsNoisyNotAmbiguous) {
  auto tonight = examples::measurement(2, 1.12e6);
  tonight.result.latency.median_low_ns = 0.9e6;
  tonight.result.latency.median_high_ns = 1.3e6;
  EXPECT_EQ(examine(tonight, {1e6}).kind(), VerdictKind::kNoisy);
}

TEST(LatencyTest, OnASharedDeviceOnlyWhatALayerExplainsIsAFinding) {
  auto everywhere = examples::measurement(2, 1.5e6);
  auto in_one_layer = examples::slowed(2, 1e6, 0.5);
  for (auto* tonight : {&everywhere, &in_one_layer}) {
    EXPECT_EQ(examine(*tonight, {1e6}).kind(), VerdictKind::kRegressed);
    tonight->result.discarded_samples = tonight->result.latency.count;
  }
  EXPECT_EQ(examine(everywhere, {1e6}).kind(), VerdictKind::kNoisy);
  EXPECT_EQ(examine(in_one_layer, {1e6}).kind(), VerdictKind::kRegressed);
}

TEST(LatencyTest, AnUnsteadyMeasurementTwiceAsSlowIsRegressedAllTheSame) {
  auto tonight = examples::measurement(2, 2e6);
  tonight.result.latency.median_low_ns = 1.8e6;
  tonight.result.latency.median_high_ns = 2.2e6;
  EXPECT_EQ(examine(tonight, {1e6}).kind(), VerdictKind::kRegressed);
}

TEST(LatencyTest, TheScenariosThresholdDecidesWhatMatters) {
  auto tonight = examples::slowed(2, 1e6, 0.2);
  tonight.scenario.limits.latency_threshold = 0.3;
  EXPECT_EQ(examine(tonight, {1e6}).kind(), VerdictKind::kOk);
}

TEST(LatencyTest, ALongQuietHistoryMakesSmallChangesReal) {
  const std::vector<double> quiet(20, 1e6);
  EXPECT_EQ(examine(examples::measurement(21, 1.07e6), quiet).kind(), VerdictKind::kRegressed);
  EXPECT_EQ(examine(examples::measurement(2, 1.07e6), {1e6}).kind(), VerdictKind::kAmbiguous);
}

TEST(LatencyTest, BuildsAreBelievedToVaryMore) {
  auto tonight = examples::measurement(2, 1.3e6);
  tonight.result.layers.clear();
  EXPECT_EQ(examine(tonight, {1e6}).kind(), VerdictKind::kRegressed);
  tonight.scenario.kind = scenarios::Kind::kBuild;
  EXPECT_EQ(examine(tonight, {1e6}).kind(), VerdictKind::kAmbiguous);
}

}  // namespace
}  // namespace nightjar::verdict
