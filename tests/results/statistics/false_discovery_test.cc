// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/false_discovery.h"

#include <gtest/gtest.h>

#include <random>

namespace nightjar::statistics {
namespace {

TEST(FalseDiscoveryTest, RatesByHand) {
  const auto rates = false_discovery_rates(std::vector<double>{0.04, 0.01, 0.03, 0.9});
  ASSERT_EQ(rates.size(), 4U);
  EXPECT_DOUBLE_EQ(rates[0], 0.04 * 4 / 3);
  EXPECT_DOUBLE_EQ(rates[1], 0.04);
  EXPECT_DOUBLE_EQ(rates[2], 0.04 * 4 / 3);  // never more than that of a larger p
  EXPECT_DOUBLE_EQ(rates[3], 0.9);
  EXPECT_TRUE(false_discovery_rates({}).empty());
}

TEST(FalseDiscoveryTest, TheShareOfFalseOnesIsKept) {
  std::mt19937_64 generator(1);
  std::uniform_real_distribution<double> uniform;
  double share = 0;
  constexpr int kNights = 2000;
  for (int night = 0; night < kNights; ++night) {
    std::vector<double> p(100);
    for (size_t i = 0; i < p.size(); ++i) p[i] = uniform(generator) * (i < 10 ? 1e-4 : 1);
    const auto rates = false_discovery_rates(p);
    int believed = 0, wrong = 0;
    for (size_t i = 0; i < p.size(); ++i) {
      if (rates[i] > 0.1) continue;
      ++believed;
      wrong += i < 10 ? 0 : 1;
    }
    share += believed == 0 ? 0 : static_cast<double>(wrong) / believed / kNights;
  }
  EXPECT_LT(share, 0.1);
  EXPECT_GT(share, 0.07);  // 0.1 times the share of tests with nothing to find
}

}  // namespace
}  // namespace nightjar::statistics
