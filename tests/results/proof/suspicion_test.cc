// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/proof/suspicion.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace nightjar::proof {
namespace {

std::vector<double> nights(size_t count, uint64_t seed, double sd = 0.01) {
  std::mt19937_64 generator(seed);
  std::normal_distribution<double> normal;
  std::vector<double> values;
  for (size_t i = 0; i < count; ++i) values.push_back(1e6 * std::exp(sd * normal(generator)));
  return values;
}

double share_raised(double step, size_t nights_slower) {
  int raised = 0;
  for (uint64_t seed = 0; seed < 2000; ++seed) {
    auto values = nights(40, seed);
    for (size_t i = values.size() - nights_slower; i < values.size(); ++i) values[i] *= 1 + step;
    raised += suspect(values).is_raised ? 1 : 0;
  }
  return raised / 2000.0;
}

TEST(SuspicionTest, AStepOfThreeDeviationsIsSeenInOneNightOrTwo) {
  EXPECT_GE(share_raised(0.03, 1), 0.85);
  EXPECT_GE(share_raised(0.03, 2), 0.95);
  EXPECT_LE(share_raised(0, 1), 0.13);
}

TEST(SuspicionTest, SaysWhatItComparedWith) {
  auto values = nights(40, 1);
  values.push_back(1.1e6);
  const Suspicion found = suspect(values);
  EXPECT_TRUE(found.is_raised);
  EXPECT_NEAR(found.baseline_ns, 1e6, 1e4);
  EXPECT_NEAR(found.night_sd, 0.01, 0.006);
  EXPECT_GT(found.z, 4);
}

TEST(SuspicionTest, FewNightsAndQuietOnes) {
  EXPECT_FALSE(suspect({}).is_raised);
  std::vector<double> values(15, 1e6);
  values.push_back(1.001e6);
  EXPECT_FALSE(suspect(values).is_raised);  // half of the least deviation
  values.back() = 1.01e6;
  EXPECT_TRUE(suspect(values).is_raised);
  values.erase(values.begin());
  EXPECT_FALSE(suspect(values).is_raised);  // 14 nights say nothing
}

TEST(SuspicionTest, FasterNightsOnlyWhenAskedFor) {
  auto values = nights(40, 2);
  values.push_back(0.9e6);
  EXPECT_FALSE(suspect(values).is_raised);
  SuspicionPolicy both;
  both.slower_only = false;
  EXPECT_TRUE(suspect(values, both).is_raised);
  EXPECT_LT(suspect(values, both).z, -4);
}

TEST(SuspicionTest, OneWildNightBeforeDoesNotWidenTheWindow) {
  auto values = nights(40, 3);
  values[30] *= 3;
  values.back() = 1.04e6;
  EXPECT_TRUE(suspect(values).is_raised);
}

}  // namespace
}  // namespace nightjar::proof
