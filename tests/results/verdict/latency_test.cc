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
  auto everywhere = examples::measurement(2, 3.5e6);
  auto in_one_layer = examples::slowed(2, 1e6, 0.5);
  for (auto* tonight : {&everywhere, &in_one_layer}) {
    EXPECT_EQ(examine(*tonight, {1e6}).kind(), VerdictKind::kRegressed);
    tonight->result.discarded_samples = tonight->result.latency.count;
  }
  EXPECT_EQ(examine(everywhere, {1e6}).kind(), VerdictKind::kNoisy);
  EXPECT_EQ(examine(in_one_layer, {1e6}).kind(), VerdictKind::kRegressed);

  auto here_and_there = examples::measurement(2, 1e6);
  here_and_there.result.latency = in_one_layer.result.latency;
  here_and_there.result.discarded_samples = here_and_there.result.latency.count;
  std::vector<record::LayerRow> reference = here_and_there.result.layers;
  reference.clear();
  for (int64_t i = 0; i < 30; ++i) {
    reference.push_back(record::examples::layer(i, "l" + std::to_string(i), 1e6 / 30, 1.0 / 30));
  }
  here_and_there.result.layers = reference;
  for (size_t i = 0; i < 10; ++i) here_and_there.result.layers[i].median_ns += 5e4;
  auto before = examples::measurement(1, 1e6);
  before.result.layers = reference;
  const auto finding =
      examine_latency(here_and_there, choose_baseline(examples::points({1e6})), &before, {});
  EXPECT_EQ(finding.layers.evidence, LayerEvidence::kSupports);
  EXPECT_LT(finding.layers.explained(), 0.5);
  EXPECT_EQ(finding.kind(), VerdictKind::kNoisy);
}

TEST(LatencyTest, AnUnsteadyMeasurementThriceAsSlowIsRegressedAllTheSame) {
  auto tonight = examples::measurement(2, 3.2e6);
  tonight.result.latency.median_low_ns = 2.9e6;
  tonight.result.latency.median_high_ns = 3.5e6;
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

TEST(LatencyTest, WithFewEarlierRunsAllLayersAlikeIsAmbiguousUntilItTrebles) {
  for (const bool has_layers : {true, false}) {
    auto slower = examples::measurement(2, 2.3e6), thrice = examples::measurement(2, 3e6);
    if (!has_layers) slower.result.layers.clear(), thrice.result.layers.clear();
    EXPECT_EQ(examine(slower, {1e6}).kind(), VerdictKind::kAmbiguous);
    EXPECT_EQ(examine(thrice, {1e6}).kind(), VerdictKind::kRegressed);
    EXPECT_EQ(examine(slower, std::vector<double>(8, 1e6)).kind(), VerdictKind::kRegressed);
  }
}

TEST(LatencyTest, TwentyPercentInOneLayerIsFoundAtOnce) {
  EXPECT_EQ(examine(examples::slowed(2, 1e6, 0.2), {1e6}).kind(), VerdictKind::kRegressed);
  EXPECT_EQ(examine(examples::slowed(3, 1e6, 0.2), {1e6, 1e6}).kind(), VerdictKind::kRegressed);
}

TEST(LatencyTest, BuildsAreBelievedToVaryMore) {
  auto tonight = examples::measurement(2, 1.3e6);
  tonight.result.layers.clear();
  tonight.scenario.kind = scenarios::Kind::kKernel;
  EXPECT_EQ(examine(tonight, {1e6}).kind(), VerdictKind::kRegressed);
  tonight.scenario.kind = scenarios::Kind::kBuild;
  EXPECT_EQ(examine(tonight, {1e6}).kind(), VerdictKind::kAmbiguous);
}

}  // namespace
}  // namespace nightjar::verdict
