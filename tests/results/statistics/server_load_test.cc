// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/server_load.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "results/statistics/goodness_of_fit.h"

namespace nightjar::statistics {
namespace {

TEST(ServerLoadTest, GapsBetweenArrivalsAreExponential) {
  std::mt19937_64 generator(1);
  const auto times = poisson_arrivals_ns(2000, 20'000, generator);
  EXPECT_TRUE(std::is_sorted(times.begin(), times.end()));
  std::vector<double> gaps;
  for (size_t i = 1; i < times.size(); ++i) {
    gaps.push_back(static_cast<double>(times[i] - times[i - 1]) * 1e-9);
  }
  EXPECT_GT(kolmogorov_smirnov_p(gaps, [](double s) { return -std::expm1(-2000 * s); }), 0.01);
  EXPECT_LT(kolmogorov_smirnov_p(gaps, [](double s) { return -std::expm1(-2100 * s); }), 0.001);
}

TEST(ServerLoadTest, ArrivalsCanBeReplayed) {
  std::mt19937_64 first(7), second(7), other(8);
  const auto times = poisson_arrivals_ns(10, 100, first);
  EXPECT_EQ(times, poisson_arrivals_ns(10, 100, second));
  EXPECT_NE(times, poisson_arrivals_ns(10, 100, other));
  EXPECT_TRUE(poisson_arrivals_ns(10, 0, first).empty());
}

TEST(ServerLoadTest, TheSearchEndsJustBelowTheLimit) {
  for (const double limit : {3.0, 70.0, 12'345.0}) {
    for (const double start : {1.0, 100.0, 1e6}) {
      int asked = 0;
      const double found = highest_rate(start, [&](double rate) {
        ++asked;
        return rate <= limit;
      });
      EXPECT_LE(found, limit);
      EXPECT_GE(found, limit / 1.0101);
      EXPECT_LE(asked, 47);
    }
  }
}

TEST(ServerLoadTest, TheSearchKeepsItsBounds) {
  const RateSearch search{10, 1000, 0.01};
  EXPECT_EQ(highest_rate(
                100, [](double) { return false; }, search),
            0);
  EXPECT_EQ(highest_rate(
                100, [](double) { return true; }, search),
            1000);
}

}  // namespace
}  // namespace nightjar::statistics
