// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/proof/pair_rule.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace nightjar::worker::proof {
namespace {

constexpr double kThreshold = 0.05;

/// Goes on until the rule has an answer, as a worker does.
PairAnswer ask(double change, double scatter, double spikes, std::mt19937_64& random) {
  std::normal_distribution<double> noise(0, scatter);
  std::bernoulli_distribution is_spike(spikes);
  std::exponential_distribution<double> spike(3);
  std::vector<double> ratios;
  PairAnswer answer;
  while (answer.finding == PairFinding::kOpen && ratios.size() < static_cast<size_t>(kMostPairs)) {
    double ratio = std::log1p(change) + noise(random);
    if (is_spike(random)) ratio += spike(random);
    if (is_spike(random)) ratio -= spike(random);
    ratios.push_back(ratio);
    answer = judge_pairs(ratios, kThreshold);
  }
  return answer;
}

struct Shares {
  double differs = 0, same = 0;
};

Shares shares(double change, double scatter, double spikes, uint64_t seed) {
  constexpr int kTrials = 2000;
  std::mt19937_64 random(seed);
  Shares shares;
  for (int i = 0; i < kTrials; ++i) {
    const PairFinding finding = ask(change, scatter, spikes, random).finding;
    shares.differs += finding == PairFinding::kDiffers ? 1.0 / kTrials : 0;
    shares.same += finding == PairFinding::kSame ? 1.0 / kTrials : 0;
  }
  return shares;
}

TEST(PairRule, SidesThatAreAlikeAreCalledSoOnACalmAndOnABusyMachine) {
  for (const double spikes : {0.0, 0.1}) {
    const Shares found = shares(0, 0.02, spikes, 1);
    EXPECT_LE(found.differs, 0.002) << spikes;
    EXPECT_GE(found.same, 0.96) << spikes;
  }
}

TEST(PairRule, AChangeOfTwiceTheThresholdIsFound) {
  for (const double spikes : {0.0, 0.1}) {
    const Shares found = shares(0.1, 0.02, spikes, 2);
    EXPECT_GE(found.differs, 0.98) << spikes;
    EXPECT_LE(found.same, 0.005) << spikes;
  }
}

TEST(PairRule, FourPairsAreTheFewestAndTooMuchScatterStaysOpen) {
  EXPECT_EQ(judge_pairs(std::vector<double>(3, 0.1), kThreshold).finding, PairFinding::kOpen);
  EXPECT_EQ(judge_pairs(std::vector<double>(5, 0.1), kThreshold).finding, PairFinding::kDiffers);
  EXPECT_EQ(judge_pairs(std::vector<double>(4, 0.0), kThreshold).finding, PairFinding::kSame);
  const std::vector<double> wild = {0.5, -0.4, 0.3, -0.5, 0.6, -0.3, 0.4, -0.6};
  EXPECT_EQ(judge_pairs(wild, kThreshold).finding, PairFinding::kOpen);
  EXPECT_EQ(judge_pairs({}, kThreshold).finding, PairFinding::kOpen);
}

TEST(PairRule, TheLastPairIsALookOfItsOwn) {
  const std::vector<double> disturbed = {0.1, 0.1,  0.12, 0.9, 0.11, 0.1, 0.02,
                                         0.1, 0.12, 0.1,  0.1, 0.11, 0.1};
  EXPECT_EQ(judge_pairs(disturbed, kThreshold).finding, PairFinding::kOpen);
  EXPECT_EQ(judge_pairs(disturbed, kThreshold, true).finding, PairFinding::kDiffers);
  const std::vector<double> few(disturbed.begin(), disturbed.begin() + 7);
  EXPECT_EQ(judge_pairs(few, kThreshold, true).finding, PairFinding::kOpen);
}

TEST(PairRule, WhatIsKnownOfProcessesDecidesHowManyPairsItTakes) {
  const std::vector<double> ratios(4, 0.06);
  EXPECT_EQ(judge_pairs(ratios, kThreshold, false, {0.002, 30}).finding, PairFinding::kDiffers);
  EXPECT_EQ(judge_pairs(ratios, kThreshold, false, {0.1, 30}).finding, PairFinding::kOpen);
}

TEST(PairRule, AMachineThatScattersWildlyBlamesHardlyAnybody) {
  EXPECT_LE(shares(0, 0.2, 0.1, 3).differs, 0.015);
}

TEST(PairRule, TheEstimateIsTheMiddleAndLiesInItsInterval) {
  const PairAnswer answer =
      judge_pairs(std::vector<double>{0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 1.5}, kThreshold);
  EXPECT_NEAR(answer.change, std::expm1(0.1), 1e-9) << "by ranks";
  EXPECT_LE(answer.low, answer.change);
  EXPECT_GE(answer.high, answer.change);
}

}  // namespace
}  // namespace nightjar::worker::proof
