// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A shell in the measuring process's place: what is heard of a child that is not well.
#include "worker/child_measurer.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <cstdlib>

#include "worker/device_choice.h"
#include "worker/job_frames.h"

namespace nightjar::worker {
namespace {

ChildMeasurer shell(const std::string& script) {
  return ChildMeasurer({"/bin/sh", {"-c", script}, {}, {}, {}, {}});
}

wire::Lease lease_of(int64_t job_id) {
  wire::Lease lease;
  lease.job_id = job_id;
  lease.token = 3;
  lease.scenario.model = "resnet50";
  return lease;
}

/// Waits for the measurer to have something to say, and hears it.
std::optional<Event> next_of(Measurer& measurer) {
  pollfd entry{measurer.fd(), POLLIN, 0};
  EXPECT_EQ(poll(&entry, 1, 10'000), 1);
  return measurer.hear();
}

TEST(ChildMeasurer, ADeathIsHeardAndTheNextJobBeginsAfresh) {
  ChildMeasurer measurer = shell("exec >&3; kill -SEGV $$");
  for (const int64_t job : {7, 8}) {
    ASSERT_TRUE(measurer.start(lease_of(job)).ok());
    const auto event = next_of(measurer);
    ASSERT_TRUE(event);
    EXPECT_EQ(std::get<ChildDied>(*event).how, "was killed by signal 11 (Segmentation fault)");
    EXPECT_EQ(measurer.fd(), -1);
    EXPECT_FALSE(measurer.hear());
  }
}

TEST(ChildMeasurer, AStageCarriesItsJob) {
  // 13 bytes: the length of "ab", "ab", and 0.5 as a double.
  ChildMeasurer measurer = shell(
      R"(printf '\016\000\000\000\003\002\000\000\000ab\000\000\000\000\000\000\340\077' >&3; )"
      "exec sleep 1000");
  ASSERT_TRUE(measurer.start(lease_of(7)).ok());
  const auto event = next_of(measurer);
  ASSERT_TRUE(event);
  const auto& stage = std::get<StageReached>(*event);
  EXPECT_EQ(stage.job_id, 7);
  EXPECT_EQ(stage.token, 3);
  EXPECT_EQ(stage.stage, "ab");
  EXPECT_EQ(stage.progress, 0.5);
  measurer.stop();
  EXPECT_FALSE(measurer.hear());
}

/// How a child dies that ends with 3 where its environment is as `expected`.
std::string death_where(const std::string& expected, std::vector<int> cores, int threads) {
  const std::string script =
      "exec >&3; test \"$OMP_NUM_THREADS $OMP_PROC_BIND\" = '" + expected + "' && exit 3; exit 4";
  ChildMeasurer measurer({"/bin/sh", {"-c", script}, {}, std::move(cores), {}, {}});
  wire::Lease lease = lease_of(7);
  lease.scenario.threads = threads;
  EXPECT_TRUE(measurer.start(lease).ok());
  const auto event = next_of(measurer);
  return event ? std::get<ChildDied>(*event).how : "nothing is heard of it";
}

TEST(ChildMeasurer, ThreadsAreCountedAndBoundWhereCoresAreOwned) {
  unsetenv("OMP_NUM_THREADS");
  unsetenv("OMP_PROC_BIND");
  const std::vector<int> cores = allowed_cores();
  EXPECT_EQ(death_where("1 true", cores, 1), "exited with code 3");
  EXPECT_EQ(death_where(std::to_string(cores.size()) + " true", cores, 0), "exited with code 3");
  EXPECT_EQ(death_where(" ", {}, 0), "exited with code 3");
}

TEST(ChildMeasurer, NonsenseEndsTheChild) {
  ChildMeasurer measurer = shell(R"(printf '\003\000\000\000\004abc' >&3; exec sleep 1000)");
  ASSERT_TRUE(measurer.start(lease_of(7)).ok());
  const auto event = next_of(measurer);
  ASSERT_TRUE(event);
  EXPECT_EQ(std::get<ChildDied>(*event).how.find("sent a result that cannot be read"), 0u);
  EXPECT_EQ(measurer.fd(), -1);
}

TEST(ChildMeasurer, AChildThatSaysNoHelloIsNoWorker) {
  const auto environment = shell("exit 5").ask_environment();
  ASSERT_FALSE(environment.ok());
  EXPECT_EQ(environment.error().message,
            "the measuring process exited with code 5 before it said hello");
}

TEST(JobFrames, AStageComesBackBounded) {
  const Stage stage{"building 3/9 conv", 0.25};
  EXPECT_EQ(*decode_stage(encode_stage(stage)), stage);
  EXPECT_EQ(decode_stage(encode_stage({std::string(5000, 'x'), 7}))->what.size(), 200u);
  EXPECT_EQ(decode_stage(encode_stage({"x", 7}))->progress, 1);
  const auto bytes = encode_stage(stage);
  EXPECT_FALSE(decode_stage(std::span(bytes).first(bytes.size() - 1)).ok());
}

}  // namespace
}  // namespace nightjar::worker
