// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/locate.h"

#include <gtest/gtest.h>

#include "tests/results/changes/examples.h"

namespace nightjar::changes {
namespace {

double located(const std::vector<double>& values, size_t start, double memory = 0) {
  Noise noise;
  noise.autocorrelation = memory;
  return static_cast<double>(locate(values, noise, {start}).at(0));
}

TEST(LocateTest, MovesToTheStep) {
  const auto values = examples::stepped(examples::noise(200, 1), 100, 4);
  EXPECT_NEAR(located(values, 90), 100, 1);
  EXPECT_NEAR(located(values, 108), 100, 1);
}

TEST(LocateTest, SeesASmallStepBetweenSharpModes) {
  // Modes 4 apart and a step of 1: the means overlap, the modes do not.
  std::vector<double> values = examples::noise(200, 2);
  const auto coin = examples::noise(200, 3);
  for (size_t i = 0; i < values.size(); ++i) values[i] = 0.1 * values[i] + (coin[i] > 0 ? 4 : 0);
  EXPECT_EQ(located(examples::stepped(values, 100, 1), 112), 100);
}

TEST(LocateTest, MemoryPointsToTheJump) {
  const auto values = examples::stepped(examples::noise(300, 4, 0.8), 150, 4);
  EXPECT_NEAR(located(values, 140, 0.8), 150, 1);
}

TEST(LocateTest, StaysWhereThereIsNoScatter) {
  EXPECT_EQ(located(examples::stepped(std::vector<double>(60, 1), 30, 1), 30), 30);
}

}  // namespace
}  // namespace nightjar::changes
