// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/judge.h"

#include <gtest/gtest.h>

#include "tests/results/verdict/examples.h"

namespace nightjar::verdict {
namespace {

using examples::measurement;
using examples::points;
using examples::slowed;
using record::VerdictKind;

TEST(JudgeTest, TheFirstOfASeriesIsNew) {
  const auto verdict = judge(measurement(1, 1e6), {}, nullptr);
  EXPECT_EQ(verdict.kind, VerdictKind::kNew);
  EXPECT_EQ(verdict.baseline_run, 0);
  EXPECT_EQ(verdict.job_id, 10);
  EXPECT_EQ(verdict.device_class, record::examples::environment().device_class);
}

TEST(JudgeTest, AFailureSaysWhy) {
  auto failed = measurement(2, 1e6);
  failed.result = {};
  failed.result.outcome = record::Outcome::kFailed;
  failed.result.error = "node Foo_3 needs operator Foo";
  const auto verdict = judge(failed, choose_baseline(points({1e6})), nullptr);
  EXPECT_EQ(verdict.kind, VerdictKind::kFailed);
  EXPECT_EQ(verdict.sentence, "failed: node Foo_3 needs operator Foo");
  failed.result.outcome = record::Outcome::kCancelled;
  EXPECT_EQ(judge(failed, {}, nullptr).kind, VerdictKind::kNotMeasured);
}

TEST(JudgeTest, TwentyPercentInOneLayerAgainstOneRunIsRegressedAndNamesTheLayer) {
  const auto reference = measurement(1, 1e6);
  const auto verdict = judge(slowed(2, 1e6, 0.2), choose_baseline(points({1e6})), &reference);
  EXPECT_EQ(verdict.kind, VerdictKind::kRegressed);
  EXPECT_EQ(verdict.baseline_run, 1);
  EXPECT_EQ(verdict.baseline_points, 1);
  EXPECT_NEAR(verdict.change, 0.2, 1e-12);
  ASSERT_EQ(verdict.layers.size(), 1u);
  EXPECT_EQ(verdict.layers[0].layer, "layer_0");
  EXPECT_FALSE(verdict.variance_source.empty());
  EXPECT_FALSE(verdict.would_change.empty());
}

TEST(JudgeTest, AnInjectedFaultIsSaidAloud) {
  auto tonight = slowed(2, 1e6, 0.2);
  tonight.result.environment.fault_injected = "resnet50 slowed by 20 %";
  const auto verdict = judge(tonight, choose_baseline(points({1e6})), nullptr);
  EXPECT_NE(verdict.sentence.find("a fault was put in on purpose: resnet50 slowed by 20 %"),
            std::string::npos);
}

TEST(JudgeTest, FasterIsImproved) {
  const auto reference = slowed(1, 0.7e6, 0.3);
  const auto verdict = judge(measurement(2, 0.7e6), choose_baseline(points({0.91e6})), &reference);
  EXPECT_EQ(verdict.kind, VerdictKind::kImproved);
}

TEST(JudgeTest, LessAccurateIsRegressedHoweverFast) {
  auto tonight = measurement(2, 0.7e6);
  tonight.result.accuracy->label_accuracy = 0.80;
  const auto verdict = judge(tonight, choose_baseline(points({1e6})), nullptr);
  EXPECT_EQ(verdict.kind, VerdictKind::kRegressed);
  EXPECT_EQ(verdict.sentence.find("label accuracy is 80.0 % against 93.0 %"), 0u);
}

TEST(JudgeTest, ABrokenLimitIsRegressedInTheFirstRun) {
  auto tonight = measurement(1, 1e6);
  tonight.scenario.limits.min_cosine = 0.99999;
  EXPECT_EQ(judge(tonight, {}, nullptr).kind, VerdictKind::kRegressed);
}

TEST(JudgeTest, MoreAccurateAtTheSamePaceIsImproved) {
  auto tonight = measurement(2, 1e6);
  tonight.result.accuracy->label_accuracy = 0.97;
  EXPECT_EQ(judge(tonight, choose_baseline(points({1e6})), nullptr).kind, VerdictKind::kImproved);
}

TEST(JudgeTest, AShiftThatLastsIsNewsOnce) {
  std::vector<double> medians;
  int reported = 0;
  for (int night = 0; night < 60; ++night) {
    const double level = night < 40 ? 1e6 : 1.15e6;
    const double tonight = level * (1 + 0.004 * ((night * 11) % 7 - 3));
    if (night >= 20) {
      const auto reference = measurement(night, medians.back());
      const auto verdict =
          judge(measurement(night + 1, tonight), choose_baseline(points(medians)), &reference);
      reported += verdict.kind == VerdictKind::kRegressed ? 1 : 0;
      EXPECT_TRUE(night >= 40 || verdict.kind == VerdictKind::kOk) << night;
      EXPECT_TRUE(night < 50 || verdict.kind == VerdictKind::kOk) << night << verdict.sentence;
    }
    medians.push_back(tonight);
  }
  EXPECT_GE(reported, 5);
  EXPECT_LE(reported, 9);
}

}  // namespace
}  // namespace nightjar::verdict
