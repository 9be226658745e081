// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/drift.h"

#include <gtest/gtest.h>

#include "tests/results/changes/examples.h"

namespace nightjar::changes {
namespace {

std::vector<double> sloped(std::vector<double> values, double rise) {
  for (size_t i = 0; i < values.size(); ++i) {
    values[i] += rise * static_cast<double>(i) / static_cast<double>(values.size());
  }
  return values;
}

const Noise& noise() {
  static const Noise kNoise = fit_noise(examples::noise(1000, 9), 1);
  return kNoise;
}

TEST(DriftTest, TellsASlopeFromAStep) {
  const auto scatter = examples::noise(200, 1);
  EXPECT_TRUE(is_slope(sloped(scatter, 8), 100, noise()));
  EXPECT_FALSE(is_slope(examples::stepped(scatter, 100, 4), 100, noise()));
  EXPECT_FALSE(is_slope(examples::stepped(scatter, 60, 2), 60, noise()));
}

TEST(DriftTest, ALadderOverASlopeIsTakenDown) {
  const auto values = sloped(examples::noise(200, 2), 15);
  EXPECT_TRUE(without_slopes(values, noise(), {40, 80, 120, 160}).empty());
  const auto steps = examples::stepped(examples::stepped(examples::noise(200, 3), 60, 5), 120, 5);
  EXPECT_EQ(without_slopes(steps, noise(), {60, 120}), (Positions{60, 120}));
}

}  // namespace
}  // namespace nightjar::changes
