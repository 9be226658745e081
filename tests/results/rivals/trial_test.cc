// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/rivals/trial.h"

#include <gtest/gtest.h>

#include <cmath>

#include "results/statistics/summary.h"

namespace nightjar::rivals {
namespace {

TEST(TrialTest, SamplesAreWhatTheRecipeSays) {
  std::mt19937_64 generator(1);
  const Sample still = draw({Scatter::kGauss, 0.01, 0}, generator);
  EXPECT_EQ(still.values.size(), 250U);
  EXPECT_FALSE(still.change);
  EXPECT_NEAR(statistics::mean(still.values), 10, 0.03);
  EXPECT_NEAR(statistics::sample_sd(still.values), 0.1, 0.02);
  const Sample moved = draw({Scatter::kMemory, 0.01, 0.1}, generator);
  ASSERT_TRUE(moved.change);
  const std::span values(moved.values);
  EXPECT_NEAR(statistics::mean(values.subspan(*moved.change)), 11, 0.15);
  EXPECT_NEAR(statistics::mean(values.first(*moved.change)), 10, 0.15);
}

TEST(TrialTest, EveryScatterHasTheDeviationAskedFor) {
  for (const Scatter scatter :
       {Scatter::kGauss, Scatter::kHeavy, Scatter::kMemory, Scatter::kSkewed, Scatter::kRounded,
        Scatter::kDays, Scatter::kMemory8, Scatter::kCycle, Scatter::kBursts}) {
    std::mt19937_64 generator(2);
    std::vector<double> logs;
    for (int i = 0; i < 40; ++i) {
      for (const double value : draw({scatter, 0.01, 0}, generator).values) {
        if (value < 10.4) logs.push_back(std::log(value / 10));  // without the spikes
      }
    }
    EXPECT_NEAR(statistics::mean(logs), 0, 0.002);
    EXPECT_NEAR(statistics::sample_sd(logs), 0.01, 0.0012) << static_cast<int>(scatter);
  }
}

TEST(TrialTest, WalksAndSlopesGoFar) {
  std::mt19937_64 generator(3);
  const auto sloped = draw({Scatter::kSlope, 0.01, 0}, generator).values;
  EXPECT_NEAR(std::log(sloped.back() / sloped.front()), 0.05, 0.04);
  double furthest = 0;
  for (const double value : draw({Scatter::kWalk, 0.01, 0, 1000}, generator).values) {
    furthest = std::max(furthest, std::fabs(std::log(value / 10)));
  }
  EXPECT_GT(furthest, 0.04);
}

TEST(TrialTest, OneHitIsCountedAndTheRestIsFalse) {
  Tally tally;
  const Sample sample{std::vector<double>(250, 1.0), 100};
  tally.add(sample, {103, 98, 200});
  tally.add(sample, {96, 104});
  tally.add({std::vector<double>(250, 1.0), std::nullopt}, {5});
  EXPECT_EQ(tally.hits, 1);
  EXPECT_EQ(tally.false_alarms, 5);
  EXPECT_EQ(tally.missed, 1);
  EXPECT_DOUBLE_EQ(tally.precision(), 1.0 / 6);
  EXPECT_DOUBLE_EQ(tally.recall(), 0.5);
  EXPECT_DOUBLE_EQ(tally.false_per_thousand(), 5000.0 / 750);
  EXPECT_EQ(Tally{}.f1(), 0);
}

}  // namespace
}  // namespace nightjar::rivals
