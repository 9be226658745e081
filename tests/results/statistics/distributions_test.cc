// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Reference values were computed with exact rational sums and a fine Simpson rule.
#include "results/statistics/distributions.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace nightjar::statistics {
namespace {

TEST(NormalTest, QuantileIsTheInverseOfTheDistribution) {
  EXPECT_NEAR(normal_quantile(0.001), -3.090232306167813, 1e-12);
  EXPECT_NEAR(normal_quantile(0.975), 1.9599639845400536, 1e-12);
  EXPECT_NEAR(normal_quantile(1e-9), -5.9978070150076865, 1e-9);
  EXPECT_NEAR(normal_quantile(0.5), 0, 1e-12);
  for (double p = 0.01; p < 1; p += 0.07) EXPECT_NEAR(normal_cdf(normal_quantile(p)), p, 1e-13);
}

TEST(IncompleteBetaTest, MatchesPolynomialCases) {
  EXPECT_NEAR(incomplete_beta(2, 3, 0.5), 0.6875, 1e-14);
  EXPECT_NEAR(incomplete_beta(1, 1, 0.3), 0.3, 1e-14);
  EXPECT_NEAR(incomplete_beta(5, 1, 0.9), std::pow(0.9, 5), 1e-14);
  EXPECT_EQ(incomplete_beta(2, 3, 0), 0);
  EXPECT_EQ(incomplete_beta(2, 3, 1), 1);
}

TEST(StudentTest, MatchesIntegration) {
  EXPECT_NEAR(student_t_cdf(2, 3.5), 0.9369307387120476, 1e-11);
  EXPECT_NEAR(student_t_cdf(-2, 3.5), 1 - 0.9369307387120476, 1e-11);
  EXPECT_NEAR(student_t_cdf(1, 1), 0.75, 1e-14);  // Cauchy
  EXPECT_EQ(student_t_cdf(std::numeric_limits<double>::infinity(), 4), 1);
}

TEST(StudentTest, QuantileIsTheInverse) {
  EXPECT_NEAR(student_t_quantile(0.975, 10), 2.228138851964939, 1e-9);
  EXPECT_NEAR(student_t_quantile(0.975, 1), 12.706204736432095, 1e-8);
  EXPECT_NEAR(student_t_quantile(0.025, 10), -2.228138851964939, 1e-9);
}

TEST(BinomialTest, MatchesExactSums) {
  EXPECT_NEAR(binomial_cdf(2, 10, 0.5), 0.0546875, 1e-14);
  EXPECT_NEAR(binomial_cdf(9, 100, 0.1), 0.45129016544200357, 1e-12);
  EXPECT_NEAR(binomial_cdf(4950, 10'000, 0.5), 0.161087099897656, 1e-10);
  EXPECT_EQ(binomial_cdf(-1, 10, 0.5), 0);
  EXPECT_EQ(binomial_cdf(10, 10, 0.5), 1);
}

TEST(NormalDeathTest, QuantileRefusesImpossibleProbabilities) {
  EXPECT_DEATH(normal_quantile(0), "probability");
  EXPECT_DEATH(student_t_cdf(1, 0), "degrees");
}

TEST(DistributionsTest, StudentsTAndItsNormalAreEquallyUnlikely) {
  for (const double degrees : {5.0, 20.0, 200.0}) {
    for (const double t : {0.5, 2.0, 4.0}) {
      const double exact = normal_quantile(student_t_cdf(t, degrees));
      EXPECT_NEAR(normal_of_student_t(t, degrees), exact, 0.02 * exact) << t << " " << degrees;
    }
  }
  EXPECT_EQ(normal_of_student_t(-3, std::numeric_limits<double>::infinity()), -3);
  EXPECT_LT(normal_of_student_t(-3, 10), 0);
}

}  // namespace
}  // namespace nightjar::statistics
