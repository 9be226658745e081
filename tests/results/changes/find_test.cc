// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/find.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numeric>

#include "tests/results/changes/examples.h"

namespace nightjar::changes {
namespace {

std::vector<double> latencies(const std::vector<double>& scatter) {
  std::vector<double> values;
  for (const double value : scatter) values.push_back(10 * std::exp(0.01 * value));
  return values;
}

std::vector<size_t> indices(const std::vector<double>& values) {
  std::vector<size_t> list;
  for (const Change& change : find_changes(values)) list.push_back(change.index);
  return list;
}

TEST(FindTest, AChangeSaysFromWhatToWhat) {
  const auto found = find_changes(latencies(examples::stepped(examples::noise(250, 1), 100, 5)));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(static_cast<double>(found[0].index), 100, 1);
  EXPECT_NEAR(found[0].before, 10, 0.05);
  EXPECT_NEAR(found[0].after, 10.5, 0.05);
  EXPECT_LT(found[0].p, 1e-6);
}

TEST(FindTest, NothingIsFoundInNoiseSpikesAndSlopes) {
  auto values = latencies(examples::noise(250, 2));
  EXPECT_TRUE(indices(values).empty());
  for (size_t i = 20; i < values.size(); i += 50) values[i] *= 1.5;
  EXPECT_TRUE(indices(values).empty());
  for (size_t i = 0; i < values.size(); ++i) values[i] *= 1 + 0.001 * static_cast<double>(i);
  EXPECT_TRUE(indices(values).empty());
}

TEST(FindTest, SeveralLevelsAndAShortPulse) {
  auto scatter = examples::stepped(examples::noise(300, 3), 60, 5);
  scatter = examples::stepped(examples::stepped(scatter, 150, -8), 165, 8);
  const auto found = indices(latencies(scatter));
  ASSERT_EQ(found.size(), 3U);
  EXPECT_NEAR(static_cast<double>(found[1]), 150, 2);
  EXPECT_NEAR(static_cast<double>(found[2]), 165, 2);
}

TEST(FindTest, ALargeStepIsSeenWithinAFewValues) {
  int seen = 0;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const auto found = indices(latencies(examples::stepped(examples::noise(68, seed), 60, 10)));
    seen += found == std::vector<size_t>{60} ? 1 : 0;
  }
  EXPECT_GE(seen, 18);
}

TEST(FindTest, ConstantValuesAndTheirStep) {
  std::vector<double> values(40, 7.0);
  EXPECT_TRUE(indices(values).empty());
  EXPECT_EQ(indices(examples::stepped(values, 20, 0.001)), (std::vector<size_t>{20}));
  values[20] = 8;
  EXPECT_TRUE(indices(values).empty());
}

TEST(FindTest, ZeroAndNegativeValuesAreValues) {
  const auto found = indices(examples::stepped(examples::noise(250, 4), 120, 5));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(static_cast<double>(found[0]), 120, 1);
}

TEST(FindTest, ShortSeriesHaveNoLevels) {
  EXPECT_TRUE(find_changes({}).empty());
  EXPECT_TRUE(find_changes(std::vector<double>{1, 1, 1, 1, 2, 2, 2, 2, 2}).empty());
}

TEST(FindTest, ValuesAtTheEndOfTheRange) {
  std::vector<double> values;
  for (int i = 0; i < 60; ++i) values.push_back((i < 30 ? -1.6e308 : 1.6e308) + 1e305 * (i % 7));
  const auto found = find_changes(values);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].index, 30U);
  EXPECT_NEAR(found[0].before / 1e308, -1.597, 1e-3);
  EXPECT_LT(found[0].p, 1e-6);
}

/// Of 20 series of 500 values each.
int alarms_in(const std::function<std::vector<double>(uint64_t)>& draw) {
  int alarms = 0;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    alarms += static_cast<int>(indices(latencies(draw(seed))).size());
  }
  return alarms;
}

TEST(FindTest, WhatWandersDoesNotChange) {
  const auto scatter = [](uint64_t seed) { return examples::noise(500, 900 + seed); };
  for (const double memory : {0.8, 0.9, 0.95, 0.99}) {
    EXPECT_LE(alarms_in([&](uint64_t seed) { return examples::noise(500, seed, memory); }), 1)
        << memory;
  }
  const auto added = [&](uint64_t seed, const std::function<double(double)>& to_add) {
    auto values = scatter(seed);
    for (size_t i = 0; i < values.size(); ++i) values[i] += to_add(static_cast<double>(i));
    return values;
  };
  const auto slope = [](double i) { return 0.01 * i; };
  const auto week = [](double i) { return 1.5 * std::sin(2 * M_PI * i / 168); };
  EXPECT_LE(alarms_in([&](uint64_t seed) { return added(seed, slope); }), 1);
  EXPECT_LE(alarms_in([&](uint64_t seed) { return added(seed, week); }), 1);
  // A random walk beneath the noise.
  EXPECT_LE(alarms_in([&](uint64_t seed) {
              auto values = examples::noise(500, seed), walk = scatter(seed);
              std::partial_sum(walk.begin(), walk.end(), walk.begin());
              for (size_t i = 0; i < values.size(); ++i) values[i] += 0.1 * walk[i];
              return values;
            }),
            10);
}

TEST(FindTest, AStepIsSeenThoughTheMachineWandersALittle) {
  int seen = 0;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const auto scatter = examples::stepped(examples::noise(250, seed, 0.6), 120, -5);
    const auto found = indices(latencies(scatter));
    seen += found.size() == 1 && found[0] >= 117 && found[0] <= 123 ? 1 : 0;
  }
  EXPECT_GE(seen, 19);
}

TEST(FindTest, ManyLevelsTakeLittleTime) {
  auto scatter = examples::noise(4000, 8);
  for (size_t i = 0; i < scatter.size(); ++i) scatter[i] += (i / 40) % 2 == 0 ? 0 : 6;
  const auto found = indices(latencies(scatter));
  EXPECT_GE(found.size(), 95U);  // of 99
  EXPECT_LE(found.size(), 101U);
}

TEST(FindTest, MemoryAloneRarelyMakesAChange) {
  int alarms = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    alarms += static_cast<int>(indices(latencies(examples::noise(250, 50 + seed, 0.6))).size());
  }
  EXPECT_LE(alarms, 2);  // 0.1 in 1,000 points would be 2.5
}

}  // namespace
}  // namespace nightjar::changes
