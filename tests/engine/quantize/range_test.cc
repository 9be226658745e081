// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/quantize/range.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace nightjar::quantize {
namespace {

/// Normal values about zero, and one far away.
Histogram bell_with_outlier(float outlier) {
  std::mt19937_64 random(7);
  std::normal_distribution<float> bell;
  std::vector<float> values(200000);
  for (float& value : values) value = bell(random);
  values.push_back(outlier);
  Histogram histogram;
  histogram.add(values);
  return histogram;
}

TEST(Histogram, KeepsEveryValueWhileItWidens) {
  Histogram histogram;
  for (int i = 0; i < 60; ++i) {
    const float value = std::ldexp(i % 2 == 0 ? 1.0f : -1.0f, i / 4 - 8);
    histogram.add(std::vector<float>{value});
  }
  uint64_t total = 0, below = 0;
  for (int64_t i = 0; i < Histogram::kBins; ++i) {
    total += histogram.bin(i);
    if (i < Histogram::kBinsPerSide) below += histogram.bin(i);
  }
  EXPECT_EQ(total, 60u);
  EXPECT_EQ(below, 30u);
  EXPECT_EQ(histogram.count(), 60u);
  EXPECT_EQ(histogram.high(), 64);
  EXPECT_EQ(histogram.low(), -64);
}

TEST(Histogram, LeavesOutWhatIsNoNumber) {
  Histogram histogram;
  histogram.add(std::vector<float>{1, std::numeric_limits<float>::quiet_NaN(),
                                   std::numeric_limits<float>::infinity()});
  EXPECT_EQ(histogram.count(), 1u);
  EXPECT_EQ(histogram.high(), 1);
}

TEST(Range, MinMaxReachesEverything) {
  const Range range = choose_range(bell_with_outlier(50), {Method::kMinMax});
  EXPECT_EQ(range.high, 50);
  EXPECT_LT(range.low, -3);
}

TEST(Range, TheOthersLetAnOutlierGo) {
  const Histogram histogram = bell_with_outlier(50);
  for (const Method method : {Method::kPercentile, Method::kEntropy}) {
    const Range range = choose_range(histogram, {method, 99.99});
    EXPECT_LT(range.high, 10) << to_string(method);
    EXPECT_GT(range.high, 2) << to_string(method);
    EXPECT_LT(range.low, -2) << to_string(method);
  }
}

TEST(Range, EntropyDoesNotCountTheZerosOfARelu) {
  std::mt19937_64 random(5);
  std::normal_distribution<float> bell;
  std::vector<float> values(400000);
  for (float& value : values) value = std::max(bell(random), 0.0f);
  Histogram histogram;
  histogram.add(values);
  const Range range = choose_range(histogram, {Method::kEntropy});
  EXPECT_GT(range.high, 2.5);
  EXPECT_EQ(range.low, 0);
}

TEST(Range, EntropyReachesEverythingOfASmallSample) {
  std::mt19937_64 random(3);
  std::normal_distribution<float> bell;
  std::vector<float> values(2000);
  for (float& value : values) value = bell(random);
  Histogram histogram;
  histogram.add(values);
  const Range range = choose_range(histogram, {Method::kEntropy});
  EXPECT_GT(range.high, histogram.high() * 0.8);
}

TEST(Range, MseIsNearWhatTheoryGivesForABell) {
  // 256 uniform steps over a unit normal are best at about 3.9 standard deviations.
  const Range range = choose_range(bell_with_outlier(0), {Method::kMse});
  EXPECT_NEAR(range.high, 3.9, 0.3);
}

TEST(Range, PercentileCutsItsShare) {
  std::vector<float> values;
  for (int i = 1; i <= 10000; ++i) values.push_back(static_cast<float>(i) / 10000);
  Histogram histogram;
  histogram.add(values);
  const Range range = choose_range(histogram, {Method::kPercentile, 90});
  EXPECT_NEAR(range.high, 0.9, 0.002);
  EXPECT_EQ(range.low, 0);
}

TEST(Range, AlwaysHoldsZeroAndIsNeverEmpty) {
  for (const Method method :
       {Method::kMinMax, Method::kPercentile, Method::kEntropy, Method::kMse}) {
    EXPECT_EQ(choose_range(Histogram(), {method}), (Range{0, 1}));
    Histogram positive;
    positive.add(std::vector<float>{3, 4, 5});
    const Range range = choose_range(positive, {method});
    EXPECT_EQ(range.low, 0);
    EXPECT_GT(range.high, 0);
  }
}

TEST(Range, MethodsHaveNames) {
  EXPECT_EQ(method_from_string("mse"), Method::kMse);
  EXPECT_FALSE(method_from_string("guess"));
}

}  // namespace
}  // namespace nightjar::quantize
