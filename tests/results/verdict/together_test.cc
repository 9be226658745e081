// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/together.h"

#include <gtest/gtest.h>

#include <random>

#include "results/verdict/judge.h"
#include "tests/results/verdict/examples.h"

namespace nightjar::verdict {
namespace {

record::Verdict with_z(double z) {
  record::Verdict verdict;
  verdict.baseline_points = 10;
  verdict.z = z;
  return verdict;
}

TEST(TogetherTest, FewSeriesAskForNoMore) {
  const std::vector<record::Verdict> verdicts(10, with_z(0.5));
  const Policy together = judged_together(verdicts);
  EXPECT_EQ(together.critical_z, Policy{}.critical_z);
  EXPECT_EQ(together.series_together, 10);
  EXPECT_EQ(judged_together({}).critical_z, Policy{}.critical_z);
}

TEST(TogetherTest, ManySeriesAskForMore) {
  std::vector<record::Verdict> verdicts(2000, with_z(0.5));
  const Policy alone = judged_together(verdicts);
  EXPECT_NEAR(alone.critical_z, 4.2, 0.1);  // 0.05 / 2000, on both sides
  EXPECT_NEAR(alone.critical_z_supported, 2.8, 0.1);
  // Where many have changed, the next one is believed more easily.
  for (int i = 0; i < 200; ++i) verdicts[static_cast<size_t>(i)] = with_z(6);
  verdicts[300] = with_z(3.5);
  EXPECT_NEAR(judged_together(verdicts).critical_z, 3.5, 1e-9);
}

TEST(TogetherTest, WhatHasNoBaselineIsNoTest) {
  std::vector<record::Verdict> verdicts(2000, with_z(0));
  for (auto& verdict : verdicts) verdict.baseline_points = 0;
  EXPECT_EQ(judged_together(verdicts).series_together, 0);
}

TEST(TogetherTest, OfTheSeriesBelievedFewAreFalse) {
  std::mt19937_64 generator(4);
  std::normal_distribution<double> normal;
  double false_share = 0;
  constexpr int kRuns = 200;
  for (int run = 0; run < kRuns; ++run) {
    std::vector<record::Verdict> verdicts;
    for (int i = 0; i < 1000; ++i) verdicts.push_back(with_z(normal(generator) + (i < 20 ? 6 : 0)));
    Policy policy;
    policy.critical_z = 2;  // lower than what is asked of all together
    policy.critical_z_supported = 2;
    const double critical = judged_together(verdicts, policy).critical_z;
    int believed = 0, wrong = 0;
    for (size_t i = 0; i < verdicts.size(); ++i) {
      if (std::fabs(verdicts[i].z) < critical) continue;
      ++believed;
      wrong += i < 20 ? 0 : 1;
    }
    false_share += believed == 0 ? 0 : static_cast<double>(wrong) / believed / kRuns;
  }
  EXPECT_LE(false_share, 0.055);
  EXPECT_GE(false_share, 0.03);  // neither is more asked than was promised
}

TEST(TogetherTest, VerdictsSayHowManyWereJudgedTogether) {
  examples::Machine machine(1, 0.01, 0.02);
  const auto reference = machine.night(1, 1e6), tonight = machine.night(2, 1e6);
  const Baseline baseline = choose_baseline(examples::points({1e6, 1.01e6}));
  Policy policy;
  policy.series_together = 12;
  const auto verdict = judge(tonight, baseline, &reference, policy);
  EXPECT_NE(verdict.sentence.find("12 series of this run were judged together"), std::string::npos)
      << verdict.sentence;
  EXPECT_EQ(judge(tonight, baseline, &reference).sentence.find("together"), std::string::npos);
}

}  // namespace
}  // namespace nightjar::verdict
