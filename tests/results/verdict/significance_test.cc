// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/significance.h"

#include <gtest/gtest.h>

#include <cmath>

namespace nightjar::verdict {
namespace {

Significance of(double change, LayerEvidence evidence, int64_t points) {
  Noise noise;
  noise.of_change = 0.04;
  return judge_significance(change, noise, evidence, points, Policy{});
}

TEST(SignificanceTest, ZIsTheLogRatioOverTheNoise) {
  EXPECT_NEAR(of(0.2, LayerEvidence::kNone, 1).z, std::log(1.2) / 0.04, 1e-12);
  EXPECT_NEAR(of(0.25, LayerEvidence::kNone, 1).z, -of(-0.2, LayerEvidence::kNone, 1).z, 1e-12);
}

TEST(SignificanceTest, LayersMoveTheBar) {
  const double change = 0.10;  // z = 2.4
  EXPECT_TRUE(of(change, LayerEvidence::kSupports, 1).is_real());
  EXPECT_FALSE(of(change, LayerEvidence::kNone, 1).is_real());
  EXPECT_TRUE(of(0.14, LayerEvidence::kNone, 1).is_real());
  EXPECT_FALSE(of(0.14, LayerEvidence::kAlike, 1).is_real());
  EXPECT_FALSE(of(0.14, LayerEvidence::kAlike, 7).is_real());
  EXPECT_TRUE(of(0.14, LayerEvidence::kAlike, 8).is_real());
  EXPECT_TRUE(of(0.20, LayerEvidence::kAlike, 1).is_real());
}

TEST(SignificanceTest, FasterIsRealToo) {
  EXPECT_TRUE(of(-0.2, LayerEvidence::kNone, 5).is_real());
  EXPECT_FALSE(of(-0.05, LayerEvidence::kNone, 5).is_real());
}

}  // namespace
}  // namespace nightjar::verdict
