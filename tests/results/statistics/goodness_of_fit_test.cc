// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/goodness_of_fit.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace nightjar::statistics {
namespace {

double uniform_cdf(double x) { return x; }

TEST(GoodnessOfFitTest, PIsUniformWhenTheDistributionIsRight) {
  std::mt19937_64 generator(1);
  std::uniform_real_distribution<double> uniform;
  int below = 0;
  for (int trial = 0; trial < 2000; ++trial) {
    std::vector<double> values(100);
    for (double& value : values) value = uniform(generator);
    below += kolmogorov_smirnov_p(values, uniform_cdf) < 0.1 ? 1 : 0;
  }
  EXPECT_NEAR(below, 200, 45);
}

TEST(GoodnessOfFitTest, AnotherDistributionIsSeen) {
  std::mt19937_64 generator(1);
  std::uniform_real_distribution<double> uniform;
  std::vector<double> values(500);
  for (double& value : values) value = uniform(generator) * uniform(generator);
  EXPECT_LT(kolmogorov_smirnov_p(values, uniform_cdf), 1e-6);
  EXPECT_EQ(kolmogorov_smirnov_p({}, uniform_cdf), 1);
}

}  // namespace
}  // namespace nightjar::statistics
