// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/proportion.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace nightjar::statistics {
namespace {

TEST(Proportion, AgreesWithTables) {
  // 0 of n: 1 - (0.025)^(1/n).
  EXPECT_NEAR(proportion_interval(0, 200).high, 1 - std::pow(0.025, 1.0 / 200), 1e-9);
  EXPECT_EQ(proportion_interval(0, 200).low, 0);
  // 4 of 20, from the tables of Clopper and Pearson.
  EXPECT_NEAR(proportion_interval(4, 20).low, 0.0573, 1e-4);
  EXPECT_NEAR(proportion_interval(4, 20).high, 0.4366, 1e-4);
  EXPECT_EQ(proportion_interval(20, 20).high, 1);
  EXPECT_NEAR(proportion_interval(20, 20).low, std::pow(0.025, 1.0 / 20), 1e-9);
}

TEST(Proportion, NothingTriedIsNothingKnown) {
  EXPECT_EQ(proportion_interval(0, 0).low, 0);
  EXPECT_EQ(proportion_interval(0, 0).high, 1);
}

TEST(Proportion, HoldsTheTruthAsOftenAsPromised) {
  constexpr int kRounds = 2000;
  std::mt19937_64 random(5);
  std::binomial_distribution<int64_t> draw(300, 0.01);
  int held = 0;
  for (int i = 0; i < kRounds; ++i) {
    const Interval interval = proportion_interval(draw(random), 300);
    held += interval.low <= 0.01 && 0.01 <= interval.high ? 1 : 0;
  }
  EXPECT_GE(held, kRounds * 95 / 100);
}

}  // namespace
}  // namespace nightjar::statistics
