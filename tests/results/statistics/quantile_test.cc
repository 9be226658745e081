// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/quantile.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

namespace nightjar::statistics {
namespace {

std::vector<double> one_to(int n) {
  std::vector<double> values(n);
  std::iota(values.begin(), values.end(), 1.0);
  return values;
}

TEST(QuantileTest, IsLinearBetweenOrderStatistics) {
  const std::vector<double> sorted = {1, 2, 3, 4, 10};
  EXPECT_DOUBLE_EQ(quantile(sorted, 0), 1);
  EXPECT_DOUBLE_EQ(quantile(sorted, 0.5), 3);
  EXPECT_DOUBLE_EQ(quantile(sorted, 0.9), 7.6);
  EXPECT_DOUBLE_EQ(quantile(sorted, 1), 10);
  EXPECT_EQ(quantile({}, 0.5), 0);
}

TEST(QuantileTest, MedianTakesAnyOrder) {
  EXPECT_EQ(median(std::vector<double>{5, 1, 3}), 3);
  EXPECT_EQ(median(std::vector<double>{4, 1, 3, 2}), 2.5);
}

TEST(MedianIntervalTest, RanksAreTheExactBinomialOnes) {
  struct Case {
    int n;
    double rank, coverage;
  };
  for (const Case& c :
       {Case{6, 1, 0.96875}, Case{10, 2, 0.978515625}, Case{30, 10, 0.95722605},
        Case{100, 40, 0.96479979}, Case{1000, 469, 0.95370880}, Case{10'000, 4902, 0.95116705}}) {
    const Interval interval = median_interval(one_to(c.n));
    EXPECT_EQ(interval.low, c.rank) << c.n;
    EXPECT_EQ(interval.high, c.n + 1 - c.rank) << c.n;
    EXPECT_NEAR(interval.coverage, c.coverage, 1e-7) << c.n;
  }
}

TEST(MedianIntervalTest, TooFewValuesGiveTheRangeAndSaySo) {
  const Interval five = median_interval(one_to(5));
  EXPECT_EQ(five.low, 1);
  EXPECT_EQ(five.high, 5);
  EXPECT_NEAR(five.coverage, 0.9375, 1e-12);
  EXPECT_EQ(median_interval(one_to(1)).coverage, 0);
  EXPECT_EQ(median_interval({}).coverage, 0);
}

TEST(RelativeMedianErrorTest, IsHalfTheWidthOverTheMedian) {
  const auto values = one_to(100);  // interval 40 to 61, median 50.5
  EXPECT_NEAR(relative_median_error(values), 0.5 * 21 / 50.5, 1e-12);
}

TEST(RelativeMedianErrorTest, IsInfiniteWhenTheMedianIsNotKnown) {
  EXPECT_TRUE(std::isinf(relative_median_error(one_to(5))));
  EXPECT_TRUE(std::isinf(relative_median_error(std::vector<double>(10, 0.0))));
  EXPECT_TRUE(std::isinf(relative_median_error({})));
}

TEST(QuantileInterval, HoldsTheQuantileAsOftenAsItSays) {
  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> uniform(0, 1);
  int held = 0;
  constexpr int kTrials = 2000;
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<double> values(200);
    for (double& value : values) value = uniform(random);
    std::sort(values.begin(), values.end());
    const Interval interval = quantile_interval(values, 0.9);
    EXPECT_GE(interval.coverage, 0.95);
    held += interval.contains(0.9) ? 1 : 0;
  }
  EXPECT_GE(held, 0.94 * kTrials);
  EXPECT_LE(held, 0.985 * kTrials);
}

TEST(QuantileInterval, EndsAtTheLargestWhereThereAreTooFew) {
  const std::vector<double> few = {1, 2, 3, 4, 5};
  const Interval interval = quantile_interval(few, 0.99);
  EXPECT_EQ(interval.high, 5);
  EXPECT_LT(interval.coverage, 0.95);
  EXPECT_EQ(quantile_interval({}, 0.5).high, 0);
}

TEST(QuantileInterval, OfTheMedianIsTheMediansInterval) {
  std::vector<double> values;
  for (int i = 0; i < 101; ++i) values.push_back(i);
  const Interval own = quantile_interval(values, 0.5), of_median = median_interval(values);
  EXPECT_EQ(own.low, of_median.low);
  EXPECT_EQ(own.high, of_median.high);
}

}  // namespace
}  // namespace nightjar::statistics
