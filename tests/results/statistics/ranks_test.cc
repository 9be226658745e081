// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/ranks.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace nightjar::statistics {
namespace {

TEST(RanksTest, EqualValuesShareTheirRanks) {
  const std::vector<double> values = {3, 1, 3, 2};
  EXPECT_EQ(mid_ranks(values), (std::vector<double>{3.5, 1, 3.5, 2}));
  EXPECT_TRUE(mid_ranks({}).empty());
}

TEST(RanksTest, ScoresAreNormalQuantilesInTheOrderOfTheValues) {
  const std::vector<double> scores = normal_scores(std::vector<double>{1e9, -5, 0});
  EXPECT_NEAR(scores[1], -scores[0], 1e-12);
  EXPECT_NEAR(scores[2], 0, 1e-12);
  EXPECT_NEAR(scores[0], 0.8694, 1e-3);  // the quantile of (3 - 3/8) / 3.25
}

}  // namespace
}  // namespace nightjar::statistics
