// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/variance_components.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace nightjar::statistics {
namespace {

TEST(VarianceComponentsTest, AnExampleByHand) {
  // Two units of two values: means 1 and 5, within 2 each. Mean squares 16 and 2, so (16 - 2) / 2.
  const std::vector<NestedValue> values = {{{1}, 0}, {{1}, 2}, {{2}, 4}, {{2}, 6}};
  const auto found = variance_components(values);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_DOUBLE_EQ(found[0].variance, 7);
  EXPECT_DOUBLE_EQ(found[1].variance, 2);
  EXPECT_EQ(found[1].degrees, 2);
}

/// Days, builds and processes with these deviations; some have one process fewer.
std::vector<NestedValue> design(double day, double build, double process, uint64_t seed) {
  std::mt19937_64 generator(seed);
  std::normal_distribution<double> normal;
  std::vector<NestedValue> values;
  for (int64_t d = 0; d < 12; ++d) {
    const double of_day = day * normal(generator);
    for (int64_t b = 0; b < 3; ++b) {
      const double of_build = build * normal(generator);
      const int64_t processes = (d + b) % 3 == 0 ? 2 : 3;
      for (int64_t p = 0; p < processes; ++p) {
        values.push_back({{d, b}, of_day + of_build + process * normal(generator)});
      }
    }
  }
  return values;
}

TEST(VarianceComponentsTest, EstimatesAreRightOnAverageAndIntervalsHoldThem) {
  constexpr double kSds[] = {0.015, 0.005, 0.004};
  double sums[3] = {};
  int held[3] = {};
  constexpr int kTrials = 600;
  for (uint64_t seed = 0; seed < kTrials; ++seed) {
    const auto found = variance_components(design(kSds[0], kSds[1], kSds[2], seed));
    ASSERT_EQ(found.size(), 3U);
    for (size_t level = 0; level < 3; ++level) {
      const double truth = kSds[level] * kSds[level];
      sums[level] += found[level].variance / truth / kTrials;
      held[level] += found[level].low <= truth && truth <= found[level].high ? 1 : 0;
    }
  }
  for (size_t level = 0; level < 3; ++level) {
    EXPECT_NEAR(sums[level], 1, 0.06) << level;
    EXPECT_GE(held[level], 0.9 * kTrials) << level;
  }
}

TEST(VarianceComponentsTest, WhatDoesNotVaryComesOutSmall) {
  double sum = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    const auto found = variance_components(design(0.01, 0, 0.004, seed));
    EXPECT_GE(found[1].variance, 0);
    EXPECT_GT(found[1].high, 0);
    sum += std::sqrt(found[1].variance) / 200;
  }
  EXPECT_LT(sum, 0.0015);
}

TEST(VarianceComponentsTest, ALevelWithoutASecondUnitIsUnknown) {
  // One worker, two days of one process each.
  const auto found = variance_components(
      std::vector<NestedValue>{{{1, 1}, 1}, {{1, 1}, 2}, {{1, 2}, 3}, {{1, 2}, 4}});
  ASSERT_EQ(found.size(), 3U);
  EXPECT_FALSE(found[0].is_known());
  EXPECT_TRUE(std::isinf(found[0].high));
  EXPECT_TRUE(found[1].is_known());
  EXPECT_TRUE(variance_components({}).empty());
}

}  // namespace
}  // namespace nightjar::statistics
