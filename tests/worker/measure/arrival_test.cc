// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/measure/arrival.h"

#include <gtest/gtest.h>

namespace nightjar::measure {
namespace {

/// Works like a GPU stream: start() is short, finish() waits for the rest.
class FakeLane : public Lane {
 public:
  explicit FakeLane(ManualClock& clock) : clock_(clock) {}
  Status start() override {
    EXPECT_FALSE(is_busy) << "one inference at a time";
    is_busy = true;
    ++started;
    clock_.advance_ns(10);
    return {};
  }
  Status finish(SampleParts& parts) override {
    EXPECT_TRUE(is_busy);
    is_busy = false;
    clock_.advance_ns(90);
    parts = {0, 10, 20, 50, 30};
    return {};
  }

  bool is_busy = false;
  int started = 0;

 private:
  ManualClock& clock_;
};

TEST(SingleStream, LatencyIsWhatTheCallerWaits) {
  ManualClock clock;
  FakeLane lane(clock);
  SingleStream subject(lane, clock);
  SampleParts parts;
  ASSERT_TRUE(subject.take_sample(parts).ok());
  EXPECT_EQ(parts, (SampleParts{100, 10, 20, 50, 30}));
  EXPECT_EQ(subject.inferences_per_sample(), 1);
}

TEST(Offline, ABurstIsSpreadOverTheLanesAndAveraged) {
  ManualClock clock;
  FakeLane first(clock), second(clock);
  Offline subject({&first, &second}, 5, clock);
  SampleParts parts;
  ASSERT_TRUE(subject.take_sample(parts).ok());
  EXPECT_EQ(first.started, 3);
  EXPECT_EQ(second.started, 2);
  EXPECT_FALSE(first.is_busy || second.is_busy);
  EXPECT_EQ(parts, (SampleParts{100, 10, 20, 50, 30}));
  EXPECT_EQ(subject.inferences_per_sample(), 5);
}

TEST(MultiStream, AQueryIsOverWhenAllItsAnswersAreThere) {
  ManualClock clock;
  FakeLane first(clock), second(clock);
  MultiStream subject({&first, &second}, 5, clock);
  SampleParts parts;
  ASSERT_TRUE(subject.take_sample(parts).ok());
  EXPECT_EQ(first.started + second.started, 5);
  EXPECT_EQ(parts, (SampleParts{500, 50, 100, 250, 150}));
  EXPECT_EQ(subject.inferences_per_sample(), 1);
}

TEST(Offline, BurstsLastLongEnoughAndFillTheLanes) {
  EXPECT_EQ(burst_for(1'000'000, 1), 20);
  EXPECT_EQ(burst_for(1'000, 1), 256);
  EXPECT_EQ(burst_for(1'000'000'000, 1), 2);
  EXPECT_EQ(burst_for(1'000'000'000, 4), 4);
  EXPECT_EQ(burst_for(0, 1), 256);
}

}  // namespace
}  // namespace nightjar::measure
