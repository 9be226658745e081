// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/find.h"

#include <gtest/gtest.h>

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

TEST(FindTest, MemoryAloneRarelyMakesAChange) {
  int alarms = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    alarms += static_cast<int>(indices(latencies(examples::noise(250, 50 + seed, 0.6))).size());
  }
  EXPECT_LE(alarms, 2);  // 0.1 in 1,000 points would be 2.5
}

}  // namespace
}  // namespace nightjar::changes
