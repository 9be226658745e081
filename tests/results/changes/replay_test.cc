// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/replay.h"

#include <gtest/gtest.h>

#include "tests/results/changes/examples.h"

namespace nightjar::changes {
namespace {

TEST(ReplayTest, AStepIsNotReplayedAndNoiseIs) {
  const auto scatter = examples::noise(200, 1);
  EXPECT_LT(chance_without_change(examples::stepped(scatter, 80, 3)), 0.001);
  EXPECT_GT(chance_without_change(scatter), 0.05);
}

TEST(ReplayTest, LongMemoryMakesStepsOfItsOwn) {
  int seen = 0;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    auto values = examples::noise(250, 100 + seed, 0.8);
    const auto more = examples::noise(250, 200 + seed);
    for (size_t i = 0; i < values.size(); ++i) values[i] += more[i];
    seen += chance_without_change(values) < 0.01 ? 1 : 0;
  }
  EXPECT_LE(seen, 3);
}

TEST(ReplayTest, IsTheSameEveryTime) {
  const auto values = examples::stepped(examples::noise(100, 5), 50, 1.5);
  EXPECT_EQ(chance_without_change(values), chance_without_change(values));
  EXPECT_EQ(chance_without_change(std::vector<double>(9, 1)), 1);
}

}  // namespace
}  // namespace nightjar::changes
