// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/measure/stopping_rule.h"

#include <gtest/gtest.h>

namespace nightjar::measure {
namespace {

scenarios::SamplingPlan plan_of(int64_t min_samples, int64_t max_samples, int64_t max_duration_ns,
                                double target) {
  scenarios::SamplingPlan plan;
  plan.min_samples = min_samples;
  plan.max_samples = max_samples;
  plan.max_duration_ns = max_duration_ns;
  plan.target_relative_error = target;
  return plan;
}

/// Feeds values one by one, `step_ns` apart, and returns the count at which the rule stopped.
size_t stop_count(StoppingRule& rule, const std::vector<int64_t>& values, StopCause& cause,
                  int64_t step_ns = 1) {
  for (size_t n = 1; n <= values.size(); ++n) {
    cause = rule.judge(std::span(values).first(n), step_ns * static_cast<int64_t>(n));
    if (cause != StopCause::kNone) return n;
  }
  return 0;
}

TEST(StoppingRule, SteadyValuesStopAtTheLeastCount) {
  StoppingRule rule(plan_of(30, 1000, 120, 0.005));
  StopCause cause;
  EXPECT_EQ(stop_count(rule, std::vector<int64_t>(100, 5000), cause), 30u);
  EXPECT_EQ(cause, StopCause::kSteadyMedian);
  EXPECT_EQ(rule.describe(cause, 30, 30), "median known to 0 % after 30 samples (asked for 0.5 %)");
}

TEST(StoppingRule, UnsteadyValuesGoOnUntilTheirMedianIsKnown) {
  std::vector<int64_t> values;
  for (int i = 0; i < 5000; ++i) values.push_back(10'000 + (i * 7919) % 1000);  // +-5 %
  StoppingRule rule(plan_of(10, 100'000, 10'000, 0.005));
  StopCause cause;
  const size_t count = stop_count(rule, values, cause, 10);
  EXPECT_EQ(cause, StopCause::kSteadyMedian);
  EXPECT_GT(count, 30u);
  EXPECT_LT(count, 2000u);
}

TEST(StoppingRule, ASteadyMedianMustHoldForAQuarterOfTheTime) {
  StoppingRule rule(plan_of(30, 1000, 400, 0.005));
  StopCause cause;
  EXPECT_EQ(stop_count(rule, std::vector<int64_t>(200, 5000), cause), 100u);
  EXPECT_EQ(cause, StopCause::kSteadyMedian);
}

TEST(StoppingRule, TargetZeroTurnsTheIntervalOff) {
  StoppingRule rule(plan_of(5, 40, 1'000'000, 0));
  StopCause cause;
  EXPECT_EQ(stop_count(rule, std::vector<int64_t>(100, 5000), cause), 40u);
  EXPECT_EQ(cause, StopCause::kMaxSamples);
}

TEST(StoppingRule, TimeStopsOnlyOnceThereIsAnInterval) {
  StoppingRule rule(plan_of(30, 1000, 3, 0.0001));
  StopCause cause;
  const std::vector<int64_t> values{100, 200, 300, 400, 500, 600, 700, 800};
  EXPECT_EQ(stop_count(rule, values, cause), 6u);
  EXPECT_EQ(cause, StopCause::kMaxDuration);
}

TEST(StoppingRule, OneSampleCanBeAskedFor) {
  StoppingRule rule(plan_of(1, 1, 3, 0));
  EXPECT_EQ(rule.judge(std::vector<int64_t>{7}, 1), StopCause::kMaxSamples);
}

TEST(StoppingRule, AbsurdCountsAreBounded) {
  StoppingRule rule(plan_of(-5, int64_t{1} << 60, 3, 0));
  EXPECT_EQ(rule.capacity(), StoppingRule::kMostSamples);
}

TEST(StoppingRule, TimeWaitsForTheFewestAskedFor) {
  scenarios::SamplingPlan plan;
  plan.min_samples = 64;
  plan.max_duration_ns = 10;
  plan.target_relative_error = 0;
  const std::vector<int64_t> samples(64, 5);
  const std::span<const int64_t> all(samples);
  StoppingRule usual(plan), patient(plan, 64);
  EXPECT_EQ(usual.judge(all.first(6), 100), StopCause::kMaxDuration);
  EXPECT_EQ(patient.judge(all.first(63), 100), StopCause::kNone);
  EXPECT_EQ(patient.judge(all, 100), StopCause::kMaxDuration);
}

}  // namespace
}  // namespace nightjar::measure
