// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Counts were computed with exact binomial sums.
#include "results/statistics/early_stopping.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

namespace nightjar::statistics {
namespace {

constexpr PercentileClaim kP90{0.90, 0.99, 0}, kP99{0.99, 0.99, 0};

TEST(EarlyStoppingTest, QueriesNeededAreLoadGens) {
  EXPECT_EQ(queries_needed(0, kP90), 44);
  EXPECT_EQ(queries_needed(1, kP90), 64);
  EXPECT_EQ(queries_needed(2, kP90), 81);
  EXPECT_EQ(queries_needed(0, kP99), 459);
  EXPECT_EQ(queries_needed(1, kP99), 662);
  EXPECT_EQ(queries_needed(2, kP99), 838);
}

TEST(EarlyStoppingTest, ToleranceAsksForFewer) {
  EXPECT_LT(queries_needed(1, {0.99, 0.99, 0.005}), 662);
  EXPECT_LT(queries_needed(1, {0.99, 0.9, 0}), 662);
}

TEST(EarlyStoppingTest, TooFewLatenciesSupportNothing) {
  std::vector<double> latencies(64);
  std::iota(latencies.begin(), latencies.end(), 1);
  EXPECT_EQ(supported_percentile(latencies, kP90), 64);
  latencies.pop_back();
  EXPECT_FALSE(supported_percentile(latencies, kP90));
  EXPECT_FALSE(supported_percentile(std::vector<double>(661, 1), kP99));
  EXPECT_TRUE(supported_percentile(std::vector<double>(662, 1), kP99));
  EXPECT_FALSE(supported_percentile({}, kP99));
}

TEST(EarlyStoppingTest, TheSlowestAreLeftOut) {
  std::vector<double> latencies(81);
  std::iota(latencies.begin(), latencies.end(), 1);
  EXPECT_EQ(supported_percentile(latencies, kP90), 80);  // two may exceed it, one is left out
}

TEST(EarlyStoppingTest, TheClaimHolds) {
  std::mt19937_64 generator(1);
  std::uniform_real_distribution<double> uniform;
  int wrong = 0;
  constexpr int kTrials = 4000;
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<double> latencies(200);
    for (double& latency : latencies) latency = uniform(generator);
    wrong += *supported_percentile(latencies, kP90) < 0.9 ? 1 : 0;
  }
  EXPECT_LE(wrong, kTrials * 0.015);
}

}  // namespace
}  // namespace nightjar::statistics
