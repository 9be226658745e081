// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/robust.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace nightjar::statistics {
namespace {

std::vector<double> normal_values(int n, double sd) {
  std::mt19937_64 generator(7);
  std::normal_distribution<double> normal(100, sd);
  std::vector<double> values(n);
  for (double& value : values) value = normal(generator);
  return values;
}

TEST(RobustTest, MadOfAKnownSet) {
  const std::vector<double> values = {1, 1, 2, 2, 4, 6, 9};  // distances 1 1 0 0 2 4 7
  EXPECT_EQ(median_absolute_deviation(values), 1);
  EXPECT_DOUBLE_EQ(robust_sd(values), 1.4826);
}

TEST(RobustTest, QnOfAKnownSet) {
  // 15 distances; h = 4, so the 6th smallest (7) counts.
  EXPECT_NEAR(qn_scale(std::vector<double>{1, 2, 4, 8, 16, 32}), 2.2219 * 0.611 * 7, 1e-12);
  EXPECT_NEAR(qn_scale(std::vector<double>{3, 5}), 2.2219 * 0.399 * 2, 1e-12);
}

TEST(RobustTest, BothEstimateTheStandardDeviationOfNormalValues) {
  const auto values = normal_values(801, 5);
  EXPECT_NEAR(robust_sd(values), 5, 0.5);
  EXPECT_NEAR(qn_scale(values), 5, 0.5);
}

TEST(RobustTest, AFewWildValuesHardlyMatter) {
  auto values = normal_values(101, 5);
  for (int i = 0; i < 20; ++i) values[i] = 1e9;
  EXPECT_LT(robust_sd(values), 10);
  EXPECT_LT(qn_scale(values), 15);
}

TEST(RobustTest, TooFewValuesHaveNoSpread) {
  EXPECT_EQ(robust_sd({}), 0);
  EXPECT_EQ(qn_scale(std::vector<double>{4}), 0);
}

}  // namespace
}  // namespace nightjar::statistics
