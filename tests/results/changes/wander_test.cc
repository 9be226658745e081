// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/wander.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "tests/results/changes/examples.h"

namespace nightjar::changes {
namespace {

TEST(WanderTest, TheRightWanderingCostsLeast) {
  const auto still = examples::noise(500, 1), remembered = examples::noise(500, 2, 0.9);
  EXPECT_LT(cost_of({0.9, 0}, still, 0.1), cost_of({0.9, 1}, still, 0.1));
  EXPECT_LT(cost_of({0.9, 1}, remembered, 0.1), cost_of({0.9, 0}, remembered, 0.1));
  EXPECT_LT(cost_of({0.9, 1}, remembered, 0.1), cost_of({0.5, 1}, remembered, 0.1));
  EXPECT_TRUE(std::isfinite(cost_of({}, std::vector<double>(50, 1.0), 0.1)));
}

TEST(WanderTest, StepsInNoiseAreWorthTheirPrice) {
  const auto values = examples::stepped(examples::noise(250, 3), 100, 3);
  EXPECT_EQ(without_wandering(values, {50, 100}, {0.004, 1e-12}), (Positions{100}));
}

TEST(WanderTest, ARandomWalkKeepsNone) {
  auto values = examples::noise(250, 4);
  std::partial_sum(values.begin(), values.end(), values.begin());
  EXPECT_TRUE(without_wandering(values, {60, 120, 180}, {1e-12, 1e-12, 1e-12}).empty());
}

TEST(WanderTest, ALineKeepsNone) {
  auto values = examples::noise(250, 5);
  for (size_t i = 0; i < values.size(); ++i) values[i] += 0.02 * static_cast<double>(i);
  EXPECT_TRUE(without_wandering(values, {80, 160}, {1e-12, 1e-12}).empty());
}

TEST(WanderTest, LongSeriesAreJudgedPieceByPiece) {
  auto values = examples::noise(3000, 6);
  for (size_t i = 0; i < 1000; ++i) values[i] += 3 * std::sin(static_cast<double>(i) / 60);
  values = examples::stepped(std::move(values), 2500, 4);
  const Positions kept = without_wandering(values, {100, 300, 2500}, {1e-9, 1e-9, 1e-9});
  EXPECT_EQ(kept, (Positions{2500}));
}

TEST(WanderTest, ConstantsDoNotWander) {
  const auto values = examples::stepped(std::vector<double>(60, 1.0), 30, 1);
  EXPECT_EQ(without_wandering(values, {30}, {0}), (Positions{30}));
  EXPECT_TRUE(without_wandering(values, {}, {}).empty());
}

}  // namespace
}  // namespace nightjar::changes
