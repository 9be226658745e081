// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/summary.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace nightjar::statistics {
namespace {

TEST(SummaryTest, DescribesAKnownSet) {
  const Summary summary = summarize(std::vector<double>{10, 1, 3, 2, 4});
  EXPECT_EQ(summary.count, 5);
  EXPECT_EQ(summary.median, 3);
  EXPECT_EQ(summary.mean, 4);
  EXPECT_EQ(summary.min, 1);
  EXPECT_EQ(summary.max, 10);
  EXPECT_DOUBLE_EQ(summary.p90, 7.6);
  EXPECT_DOUBLE_EQ(summary.p95, 8.8);
  EXPECT_DOUBLE_EQ(summary.p99, 9.76);
  EXPECT_DOUBLE_EQ(summary.cv, std::sqrt(10.0) / 4);  // squared distances sum to 50
  EXPECT_EQ(summary.median_range.low, 1);
  EXPECT_EQ(summary.median_range.high, 10);
}

TEST(SummaryTest, WholeNumbersGiveTheSame) {
  const Summary summary = summarize(std::vector<int64_t>{10, 1, 3, 2, 4});
  EXPECT_EQ(summary.median, 3);
  EXPECT_DOUBLE_EQ(summary.cv, std::sqrt(10.0) / 4);
}

TEST(SummaryTest, NoSamplesAreAllZero) {
  const Summary summary = summarize(std::vector<double>{});
  EXPECT_EQ(summary.count, 0);
  EXPECT_EQ(summary.p99, 0);
  EXPECT_EQ(summary.cv, 0);
}

TEST(SummaryTest, SpreadSurvivesALargeOffset) {
  std::vector<double> samples;
  for (int i = 0; i < 1000; ++i) samples.push_back(1e12 + (i % 2));
  EXPECT_NEAR(population_sd(samples), 0.5, 1e-9);
}

TEST(SampleSdTest, DividesByOneLess) {
  EXPECT_DOUBLE_EQ(sample_sd(std::vector<double>{1, 3}), std::sqrt(2.0));
  EXPECT_EQ(sample_sd(std::vector<double>{7}), 0);
}

}  // namespace
}  // namespace nightjar::statistics
