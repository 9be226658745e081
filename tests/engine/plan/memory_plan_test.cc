// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/plan/memory_plan.h"

#include <gtest/gtest.h>

#include <random>

namespace nightjar::plan {
namespace {

bool alive_together(const Lifetime& a, const Lifetime& b) {
  return a.first <= b.last && b.first <= a.last;
}

TEST(MemoryPlan, SharesBytesOfTensorsThatNeverMeet) {
  const std::vector<Lifetime> lifetimes = {{0, 1, 1000}, {2, 3, 1000}};
  const MemoryPlan plan = plan_memory(lifetimes);
  EXPECT_EQ(plan.offsets[0], plan.offsets[1]);
  EXPECT_EQ(plan.total_bytes, 1024u);
}

TEST(MemoryPlan, AFreedHoleIsUsedAgain) {
  const std::vector<Lifetime> lifetimes = {{0, 2, 640}, {0, 0, 320}, {1, 2, 320}};
  const MemoryPlan plan = plan_memory(lifetimes);
  EXPECT_EQ(plan.total_bytes, 960u);
}

TEST(MemoryPlan, NothingNeedsNothing) {
  EXPECT_EQ(plan_memory({}).total_bytes, 0u);
  EXPECT_EQ(memory_lower_bound({}), 0u);
}

TEST(MemoryPlan, RandomLifetimesNeverOverlapAndStayNearTheBound) {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    std::vector<Lifetime> lifetimes;
    for (int i = 0; i < 60; ++i) {
      const int64_t first = random() % 40;
      lifetimes.push_back({first, first + static_cast<int64_t>(random() % 6), random() % 5000});
    }
    const MemoryPlan plan = plan_memory(lifetimes);
    for (size_t i = 0; i < lifetimes.size(); ++i) {
      EXPECT_EQ(plan.offsets[i] % kArenaAlignment, 0u);
      for (size_t j = 0; j < i; ++j) {
        if (!alive_together(lifetimes[i], lifetimes[j])) continue;
        const bool apart = plan.offsets[i] + lifetimes[i].byte_count <= plan.offsets[j] ||
                           plan.offsets[j] + lifetimes[j].byte_count <= plan.offsets[i];
        EXPECT_TRUE(apart) << "round " << round << ": " << i << " and " << j;
      }
    }
    EXPECT_GE(plan.total_bytes, memory_lower_bound(lifetimes));
    EXPECT_LE(plan.total_bytes, 2 * memory_lower_bound(lifetimes));
  }
}

}  // namespace
}  // namespace nightjar::plan
