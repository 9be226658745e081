// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/measure/load/callers.h"

#include <gtest/gtest.h>

#include <atomic>

#include "worker/measure/load/lane_threads.h"

namespace nightjar::measure {
namespace {

/// A clock that threads may share: every reading is 1 us after the one before.
class SharedClock final : public Clock {
 public:
  int64_t steady_ns() const override { return now_ns_.fetch_add(1'000); }
  int64_t unix_ns() const override { return 0; }

 private:
  mutable std::atomic<int64_t> now_ns_{0};
};

class CountingLane final : public Lane {
 public:
  Status start() override { return fails ? io_error("the lane broke") : Status(); }
  Status finish(SampleParts&) override {
    ++answered;
    return {};
  }
  int64_t answered = 0;
  bool fails = false;
};

scenarios::SamplingPlan plan_of(int64_t min_samples, int64_t max_samples, int64_t duration_ns) {
  scenarios::SamplingPlan plan;
  plan.warm_up_ns = 0;
  plan.min_samples = min_samples;
  plan.max_samples = max_samples;
  plan.max_duration_ns = duration_ns;
  return plan;
}

TEST(Callers, EachTakesItsShareAndWarmsUpByItself) {
  const SharedClock clock;
  CountingLane first, second, third;
  const auto calls =
      run_callers({&first, &second, &third}, plan_of(3, 30, int64_t{1} << 60), {}, clock);
  ASSERT_TRUE(calls.ok());
  EXPECT_EQ(calls->sampling.samples.latency_ns.size(), 30u);
  EXPECT_EQ(calls->sampling.warm_up_samples, 6);
  for (const CountingLane* lane : {&first, &second, &third}) EXPECT_EQ(lane->answered, 12);
  EXPECT_GT(calls->rate_per_s, 0);
}

TEST(Callers, TimeEndsItOnceTheFewestAreIn) {
  const SharedClock clock;
  CountingLane only;
  const auto calls = run_callers({&only}, plan_of(7, 1'000, 1), {}, clock);
  ASSERT_TRUE(calls.ok());
  EXPECT_EQ(calls->sampling.samples.latency_ns.size(), 7u);
}

TEST(Callers, OneThatFailsFailsAll) {
  const SharedClock clock;
  CountingLane good, bad;
  bad.fails = true;
  const auto calls = run_callers({&good, &bad}, plan_of(2, 10, 1), {}, clock);
  ASSERT_FALSE(calls.ok());
  EXPECT_EQ(calls.error().message, "the lane broke");
}

TEST(LaneThreads, EachNumberRunsOnce) {
  std::atomic<int> sum{0};
  ASSERT_TRUE(in_threads(5, {}, [&](size_t i) {
                sum += 1 << i;
                return Status();
              }).ok());
  EXPECT_EQ(sum, 31);
}

}  // namespace
}  // namespace nightjar::measure
