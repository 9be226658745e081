// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/measure/sample_loop.h"

#include <gtest/gtest.h>

namespace nightjar::measure {
namespace {

/// Each sample moves the clock by a given time.
class ClockedSubject : public Subject {
 public:
  ClockedSubject(ManualClock& clock, int64_t duration_ns)
      : clock_(clock), duration_ns_(duration_ns) {}
  Status take_sample(SampleParts& parts) override {
    ++taken;
    if (taken == fail_at) return io_error("the device is gone");
    clock_.advance_ns(duration_ns_);
    parts = {duration_ns_, 1, 2, duration_ns_ - 5, 3};
    return {};
  }

  int64_t taken = 0;
  int64_t fail_at = -1;

 private:
  ManualClock& clock_;
  int64_t duration_ns_;
};

/// Objects to samples by a rule on their number, from 1.
class PlantedGuard : public SampleGuard {
 public:
  explicit PlantedGuard(bool (*is_bad)(int64_t)) : is_bad_(is_bad) {}
  void before_sample() override { ++number_; }
  bool was_disturbed(int64_t) override { return is_bad_(number_); }
  const char* reason() const override { return "a planted disturbance"; }

 private:
  bool (*is_bad_)(int64_t);
  int64_t number_ = 0;
};

scenarios::SamplingPlan fixed_count(int64_t count) {
  scenarios::SamplingPlan plan;
  plan.warm_up_ns = 1000;
  plan.min_samples = plan.max_samples = count;
  plan.max_duration_ns = 1'000'000'000;
  plan.target_relative_error = 0;
  return plan;
}

TEST(SampleLoop, WarmsUpForTheTimeAndThenMeasures) {
  ManualClock clock;
  ClockedSubject subject(clock, 100);
  TrustingGuard guard;
  const auto sampling = take_samples(subject, fixed_count(20), guard, clock);
  ASSERT_TRUE(sampling.ok());
  EXPECT_EQ(sampling->warm_up_samples, 10);
  EXPECT_EQ(sampling->samples.latency_ns, std::vector<int64_t>(20, 100));
  EXPECT_EQ(sampling->samples.h2d_ns, std::vector<int64_t>(20, 2));
  EXPECT_EQ(sampling->samples.compute_ns, std::vector<int64_t>(20, 95));
  EXPECT_EQ(sampling->samples.d2h_ns.size(), 20u);
  EXPECT_EQ(sampling->samples.enqueue_ns.size(), 20u);
  EXPECT_EQ(sampling->discarded_samples, 0);
  EXPECT_EQ(sampling->discard_reason, "");
  EXPECT_EQ(sampling->stop_reason, "the most samples asked for, 20, were taken");
}

TEST(SampleLoop, WarmsUpTwiceEvenWithoutATime) {
  ManualClock clock;
  ClockedSubject subject(clock, 100);
  TrustingGuard guard;
  auto plan = fixed_count(3);
  plan.warm_up_ns = 0;
  ASSERT_TRUE(take_samples(subject, plan, guard, clock).ok());
  EXPECT_EQ(subject.taken, 5);
}

TEST(SampleLoop, DisturbedSamplesAreDiscardedAndCounted) {
  ManualClock clock;
  ClockedSubject subject(clock, 100);
  PlantedGuard guard([](int64_t number) { return number % 5 == 0; });
  const auto sampling = take_samples(subject, fixed_count(20), guard, clock);
  ASSERT_TRUE(sampling.ok());
  EXPECT_EQ(sampling->samples.latency_ns.size(), 20u);
  EXPECT_EQ(sampling->discarded_samples, 4);
  EXPECT_EQ(sampling->discard_reason, "a planted disturbance while 4 samples were taken");
}

TEST(SampleLoop, AMachineThatIsAlwaysBusyIsMeasuredAllTheSame) {
  ManualClock clock;
  ClockedSubject subject(clock, 100);
  PlantedGuard guard([](int64_t) { return true; });
  const auto sampling = take_samples(subject, fixed_count(20), guard, clock);
  ASSERT_TRUE(sampling.ok());
  EXPECT_EQ(sampling->samples.latency_ns.size(), 20u);
  EXPECT_LE(sampling->discarded_samples, 28);
  EXPECT_NE(sampling->discard_reason.find("later ones were kept"), std::string::npos);
}

TEST(SampleLoop, TheTimeIsAnUpperBound) {
  ManualClock clock;
  ClockedSubject subject(clock, 1'000'000);
  TrustingGuard guard;
  auto plan = fixed_count(1000);
  plan.min_samples = 30;
  plan.max_duration_ns = 50'000'000;
  const auto sampling = take_samples(subject, plan, guard, clock);
  ASSERT_TRUE(sampling.ok());
  EXPECT_EQ(sampling->samples.latency_ns.size(), 50u);
  EXPECT_EQ(sampling->stop_reason, "0.05 s were over after 50 samples (at most 0.05 s asked for)");
}

TEST(SampleLoop, AFailedSampleEndsTheMeasurement) {
  ManualClock clock;
  ClockedSubject subject(clock, 100);
  subject.fail_at = 15;
  TrustingGuard guard;
  const auto sampling = take_samples(subject, fixed_count(20), guard, clock);
  ASSERT_FALSE(sampling.ok());
  EXPECT_EQ(sampling.error().message, "the device is gone");
}

}  // namespace
}  // namespace nightjar::measure
