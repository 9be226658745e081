// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The loop between a channel and a measurer that are both played here; no time passes for real.
#include "worker/talk.h"

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <deque>

namespace nightjar::worker {
namespace {

using Duty = wire::DesiredState::Duty;

/// Every look at it is 50 ms later.
class RushingClock : public Clock {
 public:
  int64_t steady_ns() const override { return now_ns_ += 50'000'000; }
  int64_t unix_ns() const override { return now_ns_; }

 private:
  mutable int64_t now_ns_ = 0;
};

/// An event file that is always readable, so that nobody sleeps.
class Bell {
 public:
  Bell() : fd_(eventfd(1, EFD_CLOEXEC)) {}
  ~Bell() { close(fd_); }
  Bell(const Bell&) = delete;
  Bell& operator=(const Bell&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

/// Says what was put in, one thing a look; a job that was stopped says nothing.
class FakeMeasurer : public Measurer {
 public:
  Status start(const wire::Lease& lease) override {
    started.push_back(lease.job_id);
    if (cannot_start) return io_error("no processes left");
    said = script;
    return {};
  }
  void stop() override { said.clear(); }
  int fd() const override { return bell_.fd(); }
  std::optional<Event> hear() override {
    if (said.empty()) return std::nullopt;
    Event event = said.front();
    said.pop_front();
    return event;
  }

  std::deque<Event> script, said;
  std::vector<int64_t> started;
  bool cannot_start = false;

 private:
  Bell bell_;
};

/// Leases job 7 once, takes its result and then tells the worker to leave. Deaf for a while.
class FakeCoordinator : public wire::ClientChannel {
 public:
  Status send(const wire::Message& message) override {
    const auto& state = std::get<wire::WorkerState>(message);
    heard.push_back(state);
    if (deaf_calls-- > 0) return {};
    wire::DesiredState desired;
    desired.call_again_in_ns = 100'000'000;
    if (state.result) result = state.result;
    if (result) {
      desired.duty = state.job_id == 0 ? Duty::kLeave : Duty::kIdle;
      desired.accepted_job_id = 7;
    } else {
      desired.duty = Duty::kWork;
      desired.lease = wire::Lease{};
      desired.lease->job_id = 7;
      desired.lease->token = 1;
    }
    answers.push_back(desired);
    return {};
  }
  Result<std::optional<wire::Message>> receive(const wire::Wait&) override {
    if (answers.empty()) return std::optional<wire::Message>();
    wire::Message answer = answers.front();
    answers.pop_front();
    return std::optional(answer);
  }

  int deaf_calls = 0;
  std::vector<wire::WorkerState> heard;
  std::deque<wire::Message> answers;
  std::optional<record::JobResult> result;
};

class TalkTest : public testing::Test {
 protected:
  TalkTest() {
    record::JobResult result;
    result.plan_digest = "abc";
    measurer_.script = {StageReached{7, 1, "building", 0.1}, JobEnded{7, 1, result}};
  }
  void talk_until_left(int stop_fd = -1) {
    SessionState state;
    state.self.worker_id = "w1";
    talk(std::move(state), {coordinator_, measurer_, clock_, stop_fd,
                            [this](const std::string& said) { said_.push_back(said); }});
  }

  RushingClock clock_;
  FakeMeasurer measurer_;
  FakeCoordinator coordinator_;
  std::vector<std::string> said_;
};

TEST_F(TalkTest, AJobIsDoneHandedInAndLeftBehind) {
  talk_until_left();
  ASSERT_TRUE(coordinator_.result);
  EXPECT_EQ(coordinator_.result->plan_digest, "abc");
  EXPECT_EQ(measurer_.started, std::vector<int64_t>{7});
  EXPECT_EQ(coordinator_.heard.front().worker_id, "w1");
  EXPECT_EQ(coordinator_.heard.back().job_id, 0);
}

TEST_F(TalkTest, ACoordinatorThatIsAwayForLongLosesNothing) {
  coordinator_.deaf_calls = 20;
  talk_until_left();
  ASSERT_TRUE(coordinator_.result);
  EXPECT_EQ(measurer_.started, std::vector<int64_t>{7});
  EXPECT_EQ(std::count(said_.begin(), said_.end(), "the coordinator does not answer; trying again"),
            1)
      << "said once, not twenty times";
}

TEST_F(TalkTest, ADeadMeasuringProcessIsTold) {
  measurer_.script = {ChildDied{"was killed by signal 9 (Killed)"}};
  talk_until_left();
  ASSERT_TRUE(coordinator_.result);
  EXPECT_EQ(coordinator_.result->outcome, record::Outcome::kFailed);
  EXPECT_EQ(coordinator_.result->error,
            "the measuring process was killed by signal 9 (Killed) while starting");
}

TEST_F(TalkTest, AMeasuringProcessThatCannotBeginIsTold) {
  measurer_.cannot_start = true;
  talk_until_left();
  ASSERT_TRUE(coordinator_.result);
  EXPECT_EQ(coordinator_.result->error,
            "the measuring process could not begin (no processes left) while starting");
}

TEST_F(TalkTest, AStopSaysGoodbyeAndGivesTheJobBack) {
  measurer_.script.clear();
  const Bell stop;
  talk_until_left(stop.fd());
  EXPECT_FALSE(coordinator_.result);
  EXPECT_EQ(coordinator_.heard.back().stage, wire::kLeavingStage);
  EXPECT_EQ(coordinator_.heard.back().job_id, 0);
}

TEST_F(TalkTest, ARefusalIsPassedOnToPeopleOnce) {
  coordinator_.answers = {wire::Refusal{"wrong version"}, wire::Refusal{"wrong version"}};
  talk_until_left();
  EXPECT_EQ(std::count(said_.begin(), said_.end(), "wrong version"), 1);
  EXPECT_TRUE(coordinator_.result);
}

}  // namespace
}  // namespace nightjar::worker
