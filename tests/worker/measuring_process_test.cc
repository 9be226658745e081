// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The measuring half with the test at the other end of its link.
#include "worker/measuring_process.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

#include "tests/worker/temporary_folder.h"
#include "worker/device_lock.h"
#include "worker/job_frames.h"

namespace nightjar::worker {
namespace {

constexpr int kPatienceMs = 60'000;

class MeasuringProcessTest : public testing::Test {
 protected:
  MeasuringProcessTest()
      : setting_{{"cpu", "cpu", allowed_cores()},
                 folder_.path() + "/cache",
                 folder_.path(),
                 getpid(),
                 "/nowhere/nightjar_kernel_bench",
                 runners::ModelSource([](const std::string&) { return ""; },
                                      [](const std::string&) -> Result<std::vector<std::byte>> {
                                        return not_found("an empty zoo");
                                      }),
                 {}} {}

  /// Hands in a job and returns its result; the hello is kept.
  record::JobResult result_of(const wire::Lease& lease) {
    auto link = make_link();
    EXPECT_TRUE(link.ok());
    std::thread measuring([this, far = std::move(link->second)]() mutable {
      const SystemClock clock;
      EXPECT_TRUE(measure_one_job(far, setting_, clock).ok());
    });
    FrameLink near = std::move(link->first);
    EXPECT_TRUE(near.send(FrameKind::kJob, *wire::encode_lease(lease), kPatienceMs).ok());
    record::JobResult result;
    while (true) {
      const auto frame = near.receive(kPatienceMs);
      if (!frame.ok() || !*frame) break;
      if ((*frame)->kind == FrameKind::kStage) continue;
      auto decoded = wire::decode_result((*frame)->payload);
      EXPECT_TRUE(decoded.ok());
      ((*frame)->kind == FrameKind::kHello ? hello_ : result) = std::move(*decoded);
      if ((*frame)->kind == FrameKind::kResult) break;
    }
    measuring.join();
    return result;
  }

  TemporaryFolder folder_;
  MeasuringSetting setting_;
  record::JobResult hello_;
};

wire::Lease lease_of(scenarios::Kind kind) {
  wire::Lease lease;
  lease.job_id = 7;
  lease.token = 1;
  lease.scenario.kind = kind;
  lease.scenario.model = "nobody";
  return lease;
}

TEST_F(MeasuringProcessTest, ItSaysHelloAndBringsAResultWithItsEnvironment) {
  const auto lock = DeviceLock::acquire(setting_.device, setting_.lock_folder);
  ASSERT_TRUE(lock.ok());
  const record::JobResult result = result_of(lease_of(scenarios::Kind::kInference));
  EXPECT_TRUE(hello_.environment.missing_fields().empty());
  EXPECT_EQ(result.outcome, record::Outcome::kFailed);
  EXPECT_EQ(result.error,
            "model 'nobody' is no trained model, no model of the zoo and no path "
            "that ends in .onnx");
  EXPECT_EQ(result.environment.device_class, hello_.environment.device_class);
  EXPECT_GT(result.finished_unix_ns, 0);
}

TEST_F(MeasuringProcessTest, WithoutItsWorkersLockItDoesNotBegin) {
  const record::JobResult result = result_of(lease_of(scenarios::Kind::kInference));
  EXPECT_EQ(result.outcome, record::Outcome::kFailed);
  EXPECT_NE(result.error.find("lock"), std::string::npos);
}

TEST_F(MeasuringProcessTest, AMissingBenchmarkProgramIsNamed) {
  const auto lock = DeviceLock::acquire(setting_.device, setting_.lock_folder);
  ASSERT_TRUE(lock.ok());
  EXPECT_EQ(result_of(lease_of(scenarios::Kind::kKernel)).error,
            "/nowhere/nightjar_kernel_bench is missing; build the target nightjar_kernel_bench");
}

TEST_F(MeasuringProcessTest, ADeviceThatCannotBeOpenedIsTheResult) {
  setting_.device = {"tpu:0", "tpu:0", {}};
  EXPECT_EQ(result_of(lease_of(scenarios::Kind::kInference)).error,
            "device 'tpu:0' is unknown; write 'cpu' or 'cuda:N'.");
}

}  // namespace
}  // namespace nightjar::worker
