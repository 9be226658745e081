// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/bootstrap.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "results/statistics/summary.h"

namespace nightjar::statistics {
namespace {

std::vector<double> normal_values(int n) {
  std::mt19937_64 generator(3);
  std::normal_distribution<double> normal(10, 2);
  std::vector<double> values(n);
  for (double& value : values) value = normal(generator);
  return values;
}

TEST(BootstrapTest, IntervalOfTheMeanIsAboutTwoStandardErrorsWide) {
  const auto values = normal_values(400);
  std::mt19937_64 generator(11);
  const Interval interval = bootstrap(values, mean, generator);
  const double error = sample_sd(values) / std::sqrt(400.0);
  EXPECT_NEAR(interval.low, mean(values) - 1.96 * error, 0.4 * error);
  EXPECT_NEAR(interval.high, mean(values) + 1.96 * error, 0.4 * error);
  EXPECT_EQ(interval.coverage, 0.95);
}

TEST(BootstrapTest, TheSameGeneratorGivesTheSameInterval) {
  const auto values = normal_values(50);
  std::mt19937_64 first(5), second(5), other(6);
  const Interval a = bootstrap(values, mean, first), b = bootstrap(values, mean, second);
  EXPECT_EQ(a.low, b.low);
  EXPECT_EQ(a.high, b.high);
  EXPECT_NE(a.low, bootstrap(values, mean, other).low);
}

TEST(BootstrapTest, NoValuesGiveAnEmptyInterval) {
  std::mt19937_64 generator(1);
  EXPECT_EQ(bootstrap({}, mean, generator).coverage, 0);
}

}  // namespace
}  // namespace nightjar::statistics
