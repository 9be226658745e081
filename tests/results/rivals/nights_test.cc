// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/rivals/nights.h"

#include <gtest/gtest.h>

#include <cmath>

#include "results/rivals/rules.h"
#include "results/statistics/summary.h"

namespace nightjar::rivals {
namespace {

Watch ours() { return watch_by_proof({0.004, 0.005, 10}); }

TEST(NightsTest, AStepOfThreePercentIsProvenWithinANight) {
  NightsRecipe recipe;
  recipe.step = 0.03;
  const NightsTally tally = try_watch(ours(), recipe, 150, 3);
  EXPECT_GE(tally.precision(), 0.94);
  EXPECT_GE(tally.recall(), 0.94);
  EXPECT_LE(tally.delay(), 1);
  EXPECT_LE(tally.extra_runs(), 0.5);
}

TEST(NightsTest, NightsWithoutAStepRaiseNoAlarm) {
  const NightsTally tally = try_watch(ours(), {}, 150, 4);
  EXPECT_LE(tally.false_alarms, 1);
  EXPECT_LE(tally.extra_runs(), 0.5);
  EXPECT_GT(tally.runs, 0);
  EXPECT_EQ(tally.nights, 150 * 250);
}

TEST(NightsTest, WildRunsAreNotBelieved) {
  NightsRecipe recipe;
  recipe.wild_runs = 0.02;
  EXPECT_LE(try_watch(ours(), recipe, 100, 5).false_alarms, 3);
}

TEST(NightsTest, ARuleIsAskedEveryNight) {
  NightsRecipe recipe;
  recipe.step = 0.1;
  const NightsTally tally = try_watch(watch_by(z_score), recipe, 10, 6);
  EXPECT_EQ(tally.hits, 10);
  EXPECT_EQ(tally.runs, 0);
}

TEST(NightsTest, PairsShareTheNight) {
  NightsRecipe recipe;
  recipe.day = 0.5;
  std::mt19937_64 generator(7);
  std::vector<double> stored, rebuilt;
  for (int i = 0; i < 2000; ++i) {
    Night night(recipe, 0.01, generator);
    night.begin(0.03);
    const proof::Pair first = night.run_pair(false), second = night.run_pair(true);
    stored.push_back(std::log(first.new_ns / first.old_ns));
    rebuilt.push_back(std::log(second.new_ns / second.old_ns));
    EXPECT_EQ(night.pairs_run(), 2);
  }
  EXPECT_NEAR(statistics::mean(stored), 0.03 - 0.01, 0.001);  // the reference's luck stays
  EXPECT_NEAR(statistics::mean(rebuilt), 0.03, 0.001);
  EXPECT_NEAR(statistics::sample_sd(rebuilt), std::sqrt(2 * (25e-6 + 16e-6)), 0.0005);
}

}  // namespace
}  // namespace nightjar::rivals
