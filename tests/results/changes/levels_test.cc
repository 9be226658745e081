// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/levels.h"

#include <gtest/gtest.h>

namespace nightjar::changes {
namespace {

TEST(LevelsTest, AreTakenOut) {
  const std::vector<double> values = {1, 1, 1, 5, 5, 2, 2};
  EXPECT_EQ(levels_of(values, {3, 5}), values);
  EXPECT_EQ(residuals_of(values, {3, 5}), std::vector<double>(7, 0));
  EXPECT_EQ(levels_of(values, {}), std::vector<double>(7, 2));
}

TEST(LevelsTest, AShiftHoldsBetweenModes) {
  // Two modes 10 apart, more often up after the change than before: medians would move by 11.
  const std::vector<double> values = {0, 0, 0, 10, 10, 1, 1, 11, 11, 11};
  EXPECT_EQ(shift_at(values, 0, 5, 10), 1);
}

TEST(LevelsTest, NeighboursOfAChange) {
  const Positions positions = {3, 5};
  EXPECT_EQ(begin_before(positions, 0), 0U);
  EXPECT_EQ(begin_before(positions, 1), 3U);
  EXPECT_EQ(end_after(positions, 0, 9), 5U);
  EXPECT_EQ(end_after(positions, 1, 9), 9U);
}

}  // namespace
}  // namespace nightjar::changes
