// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/significance.h"

#include <gtest/gtest.h>

#include <cmath>

namespace nightjar::verdict {
namespace {

Significance of(double change, LayerEvidence evidence, int64_t points,
                scenarios::Kind kind = scenarios::Kind::kInference) {
  Noise noise;
  noise.of_change = 0.04;
  return judge_significance(change, noise, {kind, evidence, points}, Policy{});
}

TEST(SignificanceTest, ZIsTheLogRatioOverTheNoise) {
  EXPECT_NEAR(of(0.2, LayerEvidence::kNone, 1).z, std::log(1.2) / 0.04, 1e-12);
  EXPECT_NEAR(of(0.25, LayerEvidence::kNone, 1).z, -of(-0.2, LayerEvidence::kNone, 1).z, 1e-12);
}

TEST(SignificanceTest, LayersMoveTheBar) {
  const double change = 0.10;  // z = 2.4
  EXPECT_TRUE(of(change, LayerEvidence::kSupports, 1).is_real());
  for (const auto evidence : {LayerEvidence::kAlike, LayerEvidence::kNone}) {
    EXPECT_FALSE(of(change, evidence, 8).is_real());
    EXPECT_TRUE(of(0.14, evidence, 8).is_real());
    EXPECT_FALSE(of(0.14, evidence, 7).is_real());
  }
}

TEST(SignificanceTest, APaceCommonToAllLayersIsBelievedOnceItTrebles) {
  for (const auto evidence : {LayerEvidence::kAlike, LayerEvidence::kNone}) {
    EXPECT_TRUE(of(1.99, evidence, 1).exceeds_noise());
    EXPECT_FALSE(of(1.99, evidence, 1).is_real());
    EXPECT_FALSE(of(1.99, evidence, 7).is_real());
    EXPECT_TRUE(of(1.99, evidence, 8).is_real());
    EXPECT_TRUE(of(2.0, evidence, 1).is_real());
    EXPECT_FALSE(of(-0.65, evidence, 1).is_real());
    EXPECT_TRUE(of(-0.67, evidence, 1).is_real());
  }
}

TEST(SignificanceTest, WhatHasNoLayersIsJudgedByItsNoise) {
  for (const auto kind :
       {scenarios::Kind::kBuild, scenarios::Kind::kLoad, scenarios::Kind::kKernel}) {
    EXPECT_TRUE(of(0.14, LayerEvidence::kNone, 1, kind).is_real());
    EXPECT_FALSE(of(0.14, LayerEvidence::kAlike, 1, kind).is_real());
  }
}

TEST(SignificanceTest, FasterIsRealToo) {
  EXPECT_TRUE(of(-0.2, LayerEvidence::kSupports, 5).is_real());
  EXPECT_TRUE(of(-0.2, LayerEvidence::kAlike, 8).is_real());
  EXPECT_FALSE(of(-0.05, LayerEvidence::kSupports, 5).is_real());
}

}  // namespace
}  // namespace nightjar::verdict
