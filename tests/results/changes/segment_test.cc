// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/segment.h"

#include <gtest/gtest.h>

#include "tests/results/changes/examples.h"

namespace nightjar::changes {
namespace {

const Noise& noise() {
  static const Noise kNoise = fit_noise(examples::noise(1000, 9), 1);
  return kNoise;
}

TEST(SegmentTest, StepsAndPulsesAreFound) {
  auto values = examples::stepped(examples::noise(300, 1), 60, 5);
  values = examples::stepped(examples::stepped(values, 180, 6), 195, -6);
  const Positions found = segment(values, noise(), 0.005);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_NEAR(static_cast<double>(found[0]), 60, 2);
  EXPECT_NEAR(static_cast<double>(found[1]), 180, 2);
  EXPECT_NEAR(static_cast<double>(found[2]), 195, 2);
}

TEST(SegmentTest, NoiseAloneIsOneLevel) {
  EXPECT_TRUE(segment(examples::noise(300, 2), noise(), 0.005).empty());
}

TEST(SegmentTest, PruningTakesTheWeakestOut) {
  const auto values = examples::stepped(examples::noise(300, 3), 100, 5);
  EXPECT_EQ(prune(values, noise(), {50, 100, 200}, 0.005), (Positions{100}));
  EXPECT_GT(chance_between(values, noise(), {50, 100}, 0), 0.005);
  EXPECT_LT(chance_between(values, noise(), {50, 100}, 1), 1e-9);
}

}  // namespace
}  // namespace nightjar::changes
