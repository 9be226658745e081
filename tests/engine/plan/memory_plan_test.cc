// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/plan/memory_plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace nightjar::plan {
namespace {

bool alive_together(const Lifetime& a, const Lifetime& b) {
  return a.first <= b.last && b.first <= a.last;
}

TEST(MemoryPlan, SharesBytesOfTensorsThatNeverMeet) {
  const std::vector<Lifetime> lifetimes = {{0, 1, 1000}, {2, 3, 1000}};
  const MemoryPlan plan = plan_memory(lifetimes).value();
  EXPECT_EQ(plan.offsets[0], plan.offsets[1]);
  EXPECT_EQ(plan.total_bytes, 1024u);
}

TEST(MemoryPlan, AFreedHoleIsUsedAgain) {
  const std::vector<Lifetime> lifetimes = {{0, 2, 640}, {0, 0, 320}, {1, 2, 320}};
  const MemoryPlan plan = plan_memory(lifetimes).value();
  EXPECT_EQ(plan.total_bytes, 960u);
}

TEST(MemoryPlan, BlocksWithAWideMiddleShareTheirEnds) {
  // A residual block over and over: x, a copy, four times as much, y, and x + y.
  std::vector<Lifetime> lifetimes;
  for (int64_t step = 0; step < 60; step += 5) {
    lifetimes.push_back({step, step + 5, 640});
    lifetimes.push_back({step + 1, step + 2, 640});
    lifetimes.push_back({step + 2, step + 3, 640});
    lifetimes.push_back({step + 3, step + 4, 2560});
    lifetimes.push_back({step + 4, step + 5, 640});
  }
  EXPECT_EQ(plan_memory(lifetimes)->total_bytes, memory_lower_bound(lifetimes));
}

TEST(MemoryPlan, MoreBytesThanCanBeAddressedAreRefused) {
  for (const size_t bytes : {SIZE_MAX, SIZE_MAX / 2, SIZE_MAX - 63}) {
    const std::vector<Lifetime> lifetimes = {{0, 1, bytes}, {0, 1, bytes}, {1, 2, 64}};
    const auto plan = plan_memory(lifetimes);
    ASSERT_FALSE(plan.ok()) << plan->total_bytes;
    EXPECT_EQ(plan.error().message, "the activations need more bytes than can be addressed");
  }
}

/// A chain of thousands, as a large model has it: its memory must not take seconds to plan. The
/// work that is bounded here is counted by the plan itself; this holds the quality.
TEST(MemoryPlan, ThousandsOfTensorsStayAtTheBound) {
  std::vector<Lifetime> lifetimes;
  std::mt19937 random(11);
  for (int64_t step = 0; step < 8000; ++step) {
    const bool is_skipped_to = step % 7 == 0;
    lifetimes.push_back({step, step + (is_skipped_to ? 5 : 1), 64 * (1 + random() % 50)});
  }
  EXPECT_EQ(plan_memory(lifetimes)->total_bytes, memory_lower_bound(lifetimes));
}

TEST(MemoryPlan, NothingNeedsNothing) {
  EXPECT_EQ(plan_memory({})->total_bytes, 0u);
  EXPECT_EQ(memory_lower_bound({}), 0u);
}

TEST(MemoryPlan, RandomLifetimesNeverOverlapAndStayNearTheBound) {
  std::mt19937 random(7);
  double worst = 1;
  for (int round = 0; round < 50; ++round) {
    std::vector<Lifetime> lifetimes;
    for (int i = 0; i < 60; ++i) {
      const int64_t first = random() % 40;
      lifetimes.push_back({first, first + static_cast<int64_t>(random() % 6), random() % 5000});
    }
    const MemoryPlan plan = plan_memory(lifetimes).value();
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
    worst = std::max(worst, static_cast<double>(plan.total_bytes) /
                                static_cast<double>(memory_lower_bound(lifetimes)));
  }
  EXPECT_LE(worst, 1.1);
}

}  // namespace
}  // namespace nightjar::plan
