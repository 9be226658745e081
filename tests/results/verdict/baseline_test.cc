// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/baseline.h"

#include <gtest/gtest.h>

#include "tests/results/verdict/examples.h"

namespace nightjar::verdict {
namespace {

using examples::points;

TEST(BaselineTest, TakesTheNewestRuns) {
  std::vector<double> medians;
  for (int i = 1; i <= 30; ++i) medians.push_back(i * 100.0);
  const Baseline baseline = choose_baseline(points(medians));
  ASSERT_EQ(baseline.points.size(), 20u);
  EXPECT_EQ(baseline.points.front().run, 11);
  EXPECT_EQ(baseline.newest().run, 30);
  EXPECT_EQ(baseline.median_ns(), 2050);
}

TEST(BaselineTest, LeavesOutFaultsUnlessToldOtherwise) {
  auto history = points({100, 120, 101});
  history[1].fault_injected = "20 % in conv_1";
  EXPECT_EQ(choose_baseline(history).points.size(), 2u);
  Policy policy;
  policy.faults_in_baseline = true;
  EXPECT_EQ(choose_baseline(history, policy).points.size(), 3u);
}

TEST(BaselineTest, LeavesOutWhatHasNoMedian) {
  EXPECT_TRUE(choose_baseline(points({0, std::nan("")})).empty());
  EXPECT_TRUE(choose_baseline({}).empty());
}

/// Runs at `level_ns` that scatter by a few per mille.
std::vector<double> runs_at(double level_ns, int count) {
  std::vector<double> medians;
  for (int i = 0; i < count; ++i) medians.push_back(level_ns * (1 + 0.002 * ((i * 7) % 5 - 2)));
  return medians;
}

TEST(BaselineTest, BeginsWithTheNewestLevel) {
  std::vector<double> medians = runs_at(1e6, 60);
  const std::vector<double> slower = runs_at(1.2e6, 8);
  medians.insert(medians.end(), slower.begin(), slower.end());
  const Baseline baseline = choose_baseline(points(medians));
  ASSERT_TRUE(baseline.shift);
  EXPECT_EQ(baseline.shift->run, 61);
  EXPECT_NEAR(baseline.shift->change(), 0.2, 0.005);
  EXPECT_EQ(baseline.points.size(), 8U);
  EXPECT_NEAR(baseline.median_ns(), 1.2e6, 2e3);
}

TEST(BaselineTest, AFewSlowNightsAreNoLevel) {
  std::vector<double> medians = runs_at(1e6, 60);
  for (const size_t i : {55, 56, 59}) medians[i] *= 1.2;
  const Baseline baseline = choose_baseline(points(medians));
  EXPECT_FALSE(baseline.shift);
  EXPECT_EQ(baseline.points.size(), 20U);
}

TEST(BaselineTest, ACreepingLevelIsNamed) {
  std::vector<double> medians = runs_at(1e6, 80);
  EXPECT_FALSE(choose_baseline(points(medians)).drift);
  for (size_t i = 40; i < medians.size(); ++i) {
    medians[i] *= std::pow(1.002, static_cast<double>(i) - 39);
  }
  const Baseline baseline = choose_baseline(points(medians));
  EXPECT_FALSE(baseline.shift);
  ASSERT_TRUE(baseline.drift);
  EXPECT_NEAR(baseline.drift->per_run, 0.002, 0.0008);
  EXPECT_GE(baseline.drift->runs, 30);
}

TEST(BaselineTest, LabelAccuracyIsOfThePointsThatHaveIt) {
  auto history = points({1, 1, 1});
  history[0].label_accuracy = 0.9;
  history[1].label_accuracy.reset();
  history[2].label_accuracy = 0.94;
  EXPECT_DOUBLE_EQ(*choose_baseline(history).label_accuracy(), 0.92);
  for (auto& point : history) point.label_accuracy.reset();
  EXPECT_FALSE(choose_baseline(history).label_accuracy().has_value());
}

}  // namespace
}  // namespace nightjar::verdict
