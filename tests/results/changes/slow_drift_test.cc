// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/slow_drift.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/results/changes/examples.h"

namespace nightjar::changes {
namespace {

/// Nights of this relative scatter, the last of which each add `a_night`.
std::vector<double> drifting(double scatter, double a_night, size_t nights, uint64_t seed) {
  auto values = examples::noise(60 + nights, seed);
  for (size_t i = 0; i < values.size(); ++i) {
    const double risen = i < 60 ? 0 : static_cast<double>(i - 59) * std::log1p(a_night);
    values[i] = 10 * std::exp(scatter * values[i] + risen);
  }
  return values;
}

double share_found(double scatter, double a_night, size_t nights) {
  int found = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    found += find_slow_drift(drifting(scatter, a_night, nights, seed)) ? 1 : 0;
  }
  return found / 200.0;
}

TEST(SlowDriftTest, TwoTenthsOfAPercentANightAreFoundInAMonth) {
  EXPECT_GE(share_found(0.01, 0.002, 30), 0.9);
  EXPECT_GE(share_found(0.01, -0.002, 30), 0.9);
  EXPECT_GE(share_found(0.016, 0.002, 40), 0.8);
  EXPECT_LE(share_found(0.01, 0, 30), 0.01);
}

TEST(SlowDriftTest, SaysHowMuch) {
  const auto drift = find_slow_drift(drifting(0.005, 0.002, 30, 1));
  ASSERT_TRUE(drift);
  EXPECT_EQ(drift->begin, 60U);
  EXPECT_NEAR(drift->per_value, 0.002, 0.0004);
  EXPECT_NEAR(drift->total, 0.06, 0.012);
  EXPECT_LT(drift->p, 1e-6);
}

TEST(SlowDriftTest, AStepAndAWildNightAreNoDrift) {
  int found = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    found += find_slow_drift(examples::stepped(examples::noise(60, seed), 45, 5)) ? 1 : 0;
    auto values = examples::noise(60, seed);
    values.back() = 50;
    found += find_slow_drift(values) ? 1 : 0;
  }
  EXPECT_LE(found, 2);
}

TEST(SlowDriftTest, FalseAlarmsAreRareNightAfterNight) {
  int alerts = 0, nights = 0;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const auto values = examples::noise(250, seed, seed % 2 == 0 ? 0 : 0.6);
    size_t quiet_until = 0;
    for (size_t count = 30; count <= values.size(); ++count, ++nights) {
      if (count < quiet_until || !find_slow_drift(std::span(values).first(count))) continue;
      ++alerts;
      quiet_until = count + 30;
    }
  }
  EXPECT_LE(alerts, 0.4e-3 * nights);
}

TEST(SlowDriftTest, ConstantsAndShortSeriesDoNotDrift) {
  EXPECT_FALSE(find_slow_drift(std::vector<double>(100, 5.0)));
  const auto steep = drifting(0.001, 0.05, 30, 1);
  EXPECT_TRUE(find_slow_drift(std::span(steep).last(30)));
  EXPECT_FALSE(find_slow_drift(std::span(steep).last(29)));
  EXPECT_FALSE(find_slow_drift({}));
}

}  // namespace
}  // namespace nightjar::changes
