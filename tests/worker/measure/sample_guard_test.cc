// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/measure/sample_guard.h"

#include <gtest/gtest.h>
#include <sched.h>

#include <atomic>
#include <chrono>
#include <thread>

namespace nightjar::measure {
namespace {

TEST(SampleGuard, TheSecondFigureIsTheTimeWaited) {
  EXPECT_EQ(waited_ns_from("801308 4242 17\n"), 4242);
  EXPECT_EQ(waited_ns_from("801308"), 0);
  EXPECT_EQ(waited_ns_from(""), 0);
  EXPECT_EQ(waited_ns_from("rubbish"), 0);
}

/// Two threads that want the same core must wait for each other.
TEST(SampleGuard, SharingACoreIsADisturbance) {
  cpu_set_t before, one;
  ASSERT_EQ(sched_getaffinity(0, sizeof before, &before), 0);
  CPU_ZERO(&one);
  CPU_SET(sched_getcpu(), &one);
  ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
  std::atomic<bool> done{false};
  std::thread rival([&done] {
    while (!done) {
    }
  });
  PreemptionGuard guard;
  guard.before_sample();
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(100);
  while (std::chrono::steady_clock::now() < until) {
  }
  const bool disturbed = guard.was_disturbed(100'000'000);
  done = true;
  rival.join();
  sched_setaffinity(0, sizeof before, &before);
  EXPECT_TRUE(disturbed);
  EXPECT_STREQ(guard.reason(), "other programs had the cores");
}

TEST(SampleGuard, WaitingForLittleIsNoDisturbance) {
  PreemptionGuard guard;
  guard.before_sample();
  EXPECT_FALSE(guard.was_disturbed(int64_t{1} << 60));
}

}  // namespace
}  // namespace nightjar::measure
