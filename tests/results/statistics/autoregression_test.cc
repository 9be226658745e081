// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/autoregression.h"

#include <gtest/gtest.h>

#include <random>

namespace nightjar::statistics {
namespace {

std::vector<double> drawn(double first, double second, size_t size) {
  std::mt19937_64 generator(7);
  std::normal_distribution<double> normal;
  std::vector<double> values = {0, 0};
  while (values.size() < size) {
    const size_t n = values.size();
    values.push_back(first * values[n - 1] + second * values[n - 2] + normal(generator));
  }
  return values;
}

TEST(AutoregressionTest, AutocorrelationIsThatOfTheProcess) {
  const std::vector<double> values = drawn(0.6, 0, 20'000);
  EXPECT_NEAR(autocorrelation(values, 1), 0.6, 0.02);
  EXPECT_NEAR(autocorrelation(values, 2), 0.36, 0.03);
  EXPECT_EQ(autocorrelation(std::vector<double>{0, 0, 0}, 1), 0);
}

TEST(AutoregressionTest, CoefficientsAreFoundAndNoneAreMadeUp) {
  const std::vector<double> found = fit_autoregression(drawn(0.5, 0.3, 20'000), 2);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_NEAR(found[0], 0.5, 0.03);
  EXPECT_NEAR(found[1], 0.3, 0.03);
  for (const double made_up : fit_autoregression(drawn(0, 0, 20'000), 4)) {
    EXPECT_NEAR(made_up, 0, 0.03);
  }
  EXPECT_TRUE(fit_autoregression({}, 4).empty());
}

}  // namespace
}  // namespace nightjar::statistics
