// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/welch.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace nightjar::statistics {
namespace {

TEST(WelchTest, MatchesAWorkedExample) {
  const std::vector<double> first = {19.8, 20.4, 19.6, 17.8, 18.5, 18.9, 18.3, 18.9, 19.5, 22.0};
  const std::vector<double> second = {28.2, 26.6, 20.1, 23.3, 25.2, 22.1, 17.7, 27.6, 20.6, 13.7,
                                      23.2, 17.5, 20.6, 18.0, 23.9, 21.6, 24.3, 20.4, 23.9, 13.3};
  const auto test = welch(first, second);
  EXPECT_NEAR(test.t, 2.225512039969852, 1e-12);
  EXPECT_NEAR(test.degrees, 24.524634944257343, 1e-10);
  EXPECT_NEAR(test.p, 0.03548453083001313, 1e-10);
}

TEST(WelchTest, ConstantSidesAreEqualOrCertainlyDifferent) {
  const std::vector<double> fours(3, 4.0), fives(3, 5.0);
  EXPECT_EQ(welch(fours, fours).p, 1);
  EXPECT_EQ(welch(fours, fives).p, 0);
  EXPECT_TRUE(std::isinf(welch(fours, fives).t));
}

TEST(WelchTest, OneValueSaysNothing) {
  EXPECT_EQ(welch(std::vector<double>{1}, std::vector<double>{2, 3}).p, 1);
}

}  // namespace
}  // namespace nightjar::statistics
