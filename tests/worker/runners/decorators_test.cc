// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/decorators.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/worker/temporary_folder.h"
#include "worker/device_lock.h"

namespace nightjar::runners {
namespace {

/// Does what it is told and notes whether it was asked.
class FakeExecutor : public Executor {
 public:
  explicit FakeExecutor(bool& asked) : asked_(asked) {}
  Status check_ready(const wire::Lease&) override { return {}; }
  record::JobResult execute(const wire::Lease&, const Monitor& monitor) override {
    asked_ = true;
    record::JobResult result;
    result.environment.fault_injected = "slowed";
    result.error = monitor.should_stop() ? "stopped" : "";
    return result;
  }

 private:
  bool& asked_;
};

class DecoratorsTest : public testing::Test {
 protected:
  std::unique_ptr<Executor> fake() { return std::make_unique<FakeExecutor>(asked_); }
  bool asked_ = false;
};

TEST_F(DecoratorsTest, AJobGoesToTheExecutorOfItsKind) {
  ByKind::Executors executors;
  executors[scenarios::Kind::kInference] = fake();
  ByKind by_kind(std::move(executors));
  wire::Lease lease;
  EXPECT_TRUE(by_kind.check_ready(lease).ok());
  by_kind.execute(lease, {});
  EXPECT_TRUE(asked_);
  lease.scenario.kind = scenarios::Kind::kKernel;
  EXPECT_EQ(by_kind.check_ready(lease).error().message, "this worker does no kernel scenarios");
  EXPECT_EQ(by_kind.execute(lease, {}).outcome, record::Outcome::kFailed);
}

/// Sets the clock forward while the job runs.
class SlowExecutor : public Executor {
 public:
  explicit SlowExecutor(ManualClock& clock) : clock_(clock) {}
  Status check_ready(const wire::Lease&) override { return {}; }
  record::JobResult execute(const wire::Lease&, const Monitor& monitor) override {
    record::JobResult result;
    while (!monitor.should_stop() && result.discarded_samples < 1000) {
      ++result.discarded_samples;
      clock_.advance_ns(1'000'000'000);
    }
    return result;
  }

 private:
  ManualClock& clock_;
};

TEST(Deadline, AsksToStopBeforeTheLimit) {
  ManualClock clock;
  Deadline deadline(std::make_unique<SlowExecutor>(clock), clock);
  wire::Lease lease;
  lease.time_limit_ns = 60'000'000'000;
  EXPECT_EQ(deadline.execute(lease, {}).discarded_samples, 54);
  lease.time_limit_ns = 0;
  EXPECT_EQ(deadline.execute(lease, {}).discarded_samples, 1000) << "no limit, no deadline";
}

TEST_F(DecoratorsTest, ADeviceThatNobodyLockedIsNotMeasuredOn) {
  const worker::TemporaryFolder folder;
  const worker::DeviceChoice choice{"cpu", "cpu", worker::allowed_cores()};
  ExclusiveDevice exclusive(fake(), choice, folder.path(), getpid());
  EXPECT_FALSE(exclusive.check_ready({}).ok()) << "no lock file at all";
  {
    const auto lock = worker::DeviceLock::acquire(choice, folder.path());
    ASSERT_TRUE(lock.ok());
    EXPECT_TRUE(exclusive.check_ready({}).ok());
    ExclusiveDevice foreign(fake(), choice, folder.path(), getpid() + 1);
    EXPECT_EQ(foreign.check_ready({}).error().kind, ErrorKind::kConflict);
  }
  EXPECT_EQ(exclusive.check_ready({}).error().kind, ErrorKind::kConflict) << "released";
}

TEST_F(DecoratorsTest, AProcessOnOtherCoresIsNotMeasuredIn) {
  const worker::TemporaryFolder folder;
  const worker::DeviceChoice choice{"cpu", "cpu", {CPU_SETSIZE - 1}};
  const auto lock = worker::DeviceLock::acquire(choice, folder.path());
  ASSERT_TRUE(lock.ok());
  ExclusiveDevice exclusive(fake(), choice, folder.path(), getpid());
  EXPECT_EQ(exclusive.check_ready({}).error().kind, ErrorKind::kInternal);
}

TEST_F(DecoratorsTest, AThreadBoundToOneOfTheCoresIsInItsPlace) {
  const worker::TemporaryFolder folder;
  worker::DeviceChoice choice{"cpu", "cpu", worker::allowed_cores()};
  choice.cores.push_back(CPU_SETSIZE - 1);
  const auto lock = worker::DeviceLock::acquire(choice, folder.path());
  ASSERT_TRUE(lock.ok());
  ExclusiveDevice exclusive(fake(), choice, folder.path(), getpid());
  EXPECT_TRUE(exclusive.check_ready({}).ok());
}

TEST_F(DecoratorsTest, EveryResultSaysWhereAndWhenItWasTaken) {
  const auto device = device::make_cpu_device(1);
  ManualClock clock(5000);
  WithEnvironment with(fake(), *device, {}, clock);
  const record::JobResult result = with.execute({}, {});
  EXPECT_TRUE(result.environment.missing_fields().empty());
  EXPECT_EQ(result.environment.fault_injected, "slowed");
  EXPECT_EQ(result.started_unix_ns, 5000);
}

TEST_F(DecoratorsTest, AJobThatIsNotReadyFailsWithItsEnvironment) {
  const worker::TemporaryFolder folder;
  const auto device = device::make_cpu_device(1);
  const ManualClock clock;
  auto exclusive = std::make_unique<ExclusiveDevice>(
      fake(), worker::DeviceChoice{"cpu", "cpu", {0}}, folder.path(), getpid());
  WithEnvironment with(std::move(exclusive), *device, {}, clock);
  const record::JobResult result = with.execute({}, {});
  EXPECT_EQ(result.outcome, record::Outcome::kFailed);
  EXPECT_FALSE(result.error.empty());
  EXPECT_TRUE(result.environment.missing_fields().empty());
  EXPECT_FALSE(asked_);
}

}  // namespace
}  // namespace nightjar::runners
