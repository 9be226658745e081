// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/rank_test.h"

#include <gtest/gtest.h>

#include <vector>

namespace nightjar::statistics {
namespace {

const std::vector<double> kFirst = {1.1, 2.2, 3.3, 4.4, 5.5};
const std::vector<double> kSecond = {2.0, 3.1, 6.4, 7.7, 8.8, 9.9};

TEST(MannWhitneyTest, ExactPEqualsCountingAllOrders) {
  const RankTest test = mann_whitney(kFirst, kSecond);
  EXPECT_TRUE(test.exact);
  EXPECT_EQ(test.u, 7);
  EXPECT_NEAR(test.p, 0.1774891774891775, 1e-14);
  EXPECT_DOUBLE_EQ(test.superiority, 7.0 / 30);
}

TEST(MannWhitneyTest, IsSymmetric) {
  const RankTest there = mann_whitney(kFirst, kSecond), back = mann_whitney(kSecond, kFirst);
  EXPECT_EQ(there.u + back.u, 30);
  EXPECT_DOUBLE_EQ(there.p, back.p);
}

TEST(MannWhitneyTest, TiesUseTheCorrectedNormal) {
  const std::vector<double> first = {1, 2, 2, 3, 4, 4, 4, 5}, second = {2, 4, 5, 5, 6, 7, 7, 8, 9};
  const RankTest test = mann_whitney(first, second);
  EXPECT_FALSE(test.exact);
  EXPECT_EQ(test.u, 9.5);
  EXPECT_NEAR(test.p, 0.011357684215492547, 1e-12);
}

TEST(MannWhitneyTest, EqualOrEmptySidesAreNotDifferent) {
  EXPECT_EQ(mann_whitney(std::vector<double>(9, 3.0), std::vector<double>(9, 3.0)).p, 1);
  EXPECT_EQ(mann_whitney({}, kSecond).p, 1);
}

TEST(HodgesLehmannTest, IsTheMedianOfAllDifferences) {
  EXPECT_NEAR(hodges_lehmann_shift(kFirst, kSecond), 3.3, 1e-12);
  EXPECT_EQ(hodges_lehmann_shift({}, kSecond), 0);
}

}  // namespace
}  // namespace nightjar::statistics
