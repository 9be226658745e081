// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/proof/likelihood.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace nightjar::proof {
namespace {

constexpr Spread kWellKnown{0.004, 0.005, 1e9};

TEST(LikelihoodTest, IsTheNormalOneWhereTheSpreadIsKnown) {
  // Variance of a rebuilt pair: 2 (0.004^2 + 0.005^2) = 8.2e-5.
  const Likelihood one({{}, {0.01}}, kWellKnown);
  EXPECT_NEAR(one.log_ratio(0.02, 0), (0.0001 - 0.0001) / (2 * 8.2e-5), 1e-6);
  EXPECT_NEAR(one.log_ratio(0.01, 0), 0.0001 / (2 * 8.2e-5), 1e-6);
  EXPECT_NEAR(one.error(), std::sqrt(8.2e-5), 1e-9);
}

TEST(LikelihoodTest, StoredPairsShareTheLuckOfTwoBuilds) {
  const std::vector<double> many(1000, 0.01);
  EXPECT_NEAR(Likelihood({many, {}}, kWellKnown).error(), 0.005 * M_SQRT2, 1e-4);
  EXPECT_LT(Likelihood({{}, many}, kWellKnown).error(), 0.0004);
  EXPECT_NEAR(Likelihood({many, many}, kWellKnown).mean(), 0.01, 1e-12);
}

TEST(LikelihoodTest, PairsThatScatterMakeTheAnswerLessCertain) {
  const Spread spread{0.004, 0.005, 5};
  const Likelihood calm({{}, {0.03, 0.031, 0.029}}, spread);
  const Likelihood wild({{}, {0.03, 0.09, -0.03}}, spread);
  EXPECT_NEAR(calm.mean(), wild.mean(), 1e-12);
  EXPECT_GT(wild.error(), 3 * calm.error());
  EXPECT_LT(log_evidence(wild, 0.02, 0.005), log_evidence(calm, 0.02, 0.005));
}

TEST(LikelihoodTest, EvidenceRarelyMisleadsHoweverOftenItIsLookedAt) {
  std::mt19937_64 generator(5);
  std::normal_distribution<double> normal;
  int misled = 0;
  constexpr int kTrials = 4000;
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<double> ratios;
    bool is_misled = false;
    for (int pair = 0; pair < 30 && !is_misled; ++pair) {
      ratios.push_back(0.005 + std::sqrt(8.2e-5) * normal(generator));
      is_misled = log_evidence(Likelihood({{}, ratios}, kWellKnown), 0.02, 0.005) >= std::log(20);
    }
    misled += is_misled ? 1 : 0;
  }
  EXPECT_LE(misled, 0.05 * kTrials);
  EXPECT_GE(misled, 0.002 * kTrials);  // the bound is not an idle one
}

TEST(LikelihoodTest, NothingIsKnownBeforeTheFirstPair) {
  const Likelihood none({}, kWellKnown);
  EXPECT_EQ(none.size(), 0);
  EXPECT_EQ(none.log_ratio(0.02, 0), 0);
}

}  // namespace
}  // namespace nightjar::proof
