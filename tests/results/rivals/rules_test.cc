// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/rivals/rules.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "results/rivals/e_divisive.h"

namespace nightjar::rivals {
namespace {

std::vector<double> example(double step) {
  std::mt19937_64 generator(3);
  std::normal_distribution<double> normal(10, 0.1);
  std::vector<double> values;
  for (int i = 0; i < 120; ++i) values.push_back(normal(generator) + (i < 60 ? 0 : step));
  return values;
}

bool is_near(const Found& found, size_t place) {
  return std::any_of(found.begin(), found.end(),
                     [&](size_t index) { return index + 3 >= place && index <= place + 3; });
}

TEST(RulesTest, EnergyIsThatOfTheDefinition) {
  // Sides {0, 0} and {1, 1}: 2 * 1 - 0 - 0, weighted by 2 * 2 / 4.
  const EnergySplit split = best_energy_split(std::vector<double>{0, 0, 1, 1});
  EXPECT_EQ(split.position, 2U);
  EXPECT_DOUBLE_EQ(split.energy, 2);
  EXPECT_EQ(best_energy_split(std::vector<double>{1, 2, 3}).position, 0U);
}

TEST(RulesTest, AllFindALargeStep) {
  const auto values = example(1.5);
  EXPECT_TRUE(is_near(otava(values), 60));
  EXPECT_TRUE(is_near(mongodb(values), 60));
  EXPECT_TRUE(is_near(perfherder(values), 60));
  EXPECT_TRUE(is_near(z_score(values), 60));
}

TEST(RulesTest, PerfherderAsksForTwoPercent) {
  EXPECT_TRUE(perfherder(example(0.1)).empty());
  EXPECT_TRUE(mongodb(example(0), 0.01).empty());
}

TEST(RulesTest, ShortSeriesDoNoHarm) {
  for (const auto& rule :
       {Rule(otava), Rule([](auto v) { return mongodb(v); }), Rule(perfherder), Rule(z_score)}) {
    EXPECT_TRUE(rule({}).empty());
    EXPECT_TRUE(rule(std::vector<double>{1, 2, 3}).empty());
  }
}

}  // namespace
}  // namespace nightjar::rivals
