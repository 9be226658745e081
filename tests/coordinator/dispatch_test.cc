// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "coordinator/dispatch.h"

#include <gtest/gtest.h>

#include "tests/coordinator/examples.h"

namespace nightjar::coordinator {
namespace {

using Duty = wire::DesiredState::Duty;

/// Steps a state and keeps what the last step decided.
class DispatchTest : public testing::Test {
 protected:
  void happen(const Event& event) {
    Step next = step(std::move(state_), event, now_ns_);
    state_ = std::move(next.state);
    effects_ = std::move(next.effects);
  }

  wire::DesiredState hear(const wire::WorkerState& worker) {
    happen(WorkerSpoke{worker});
    const auto* answer = effects_.empty() ? nullptr : std::get_if<Answer>(&effects_.back());
    EXPECT_NE(answer, nullptr) << "the answer is the last effect";
    return answer == nullptr ? wire::DesiredState{} : answer->desired;
  }

  void add_jobs(std::vector<store::Job> jobs) { happen(JobsAdded{std::move(jobs), {}}); }

  void pass_seconds(double seconds) { now_ns_ += static_cast<int64_t>(seconds * 1e9); }

  template <typename T>
  std::vector<T> effects_of() const {
    std::vector<T> found;
    for (const Effect& effect : effects_) {
      if (const T* match = std::get_if<T>(&effect)) found.push_back(*match);
    }
    return found;
  }

  State state_;
  int64_t now_ns_ = 1'000 * kSecondNs;
  std::vector<Effect> effects_;
};

TEST_F(DispatchTest, AnIdleWorkerWithoutJobsIsAskedToCallAgain) {
  const auto desired = hear(idle_worker("w"));
  EXPECT_EQ(desired.duty, Duty::kIdle);
  EXPECT_EQ(desired.call_again_in_ns, state_.policy.idle_call_ns);
}

TEST_F(DispatchTest, TheOldestJobIsLeasedAndWrittenBeforeItIsHandedOut) {
  add_jobs({queued_job(7), queued_job(8)});
  const auto desired = hear(idle_worker("w"));
  ASSERT_EQ(desired.duty, Duty::kWork);
  EXPECT_EQ(desired.lease->job_id, 7);
  EXPECT_EQ(desired.lease->token, 1);
  EXPECT_EQ(desired.lease->run_id, "r1");
  EXPECT_EQ(desired.lease->scenario, queued_job(7).scenario);
  EXPECT_GT(desired.lease->time_limit_ns, 0);
  ASSERT_EQ(effects_of<WriteLease>().size(), 1u);
  EXPECT_EQ(effects_of<WriteLease>()[0].grant.worker, "w");
}

TEST_F(DispatchTest, ALeaseIsOfferedAgainUntilItsWorkerHasIt) {
  add_jobs({queued_job(7), queued_job(8)});
  const auto first = hear(idle_worker("w")), second = hear(idle_worker("w"));
  EXPECT_EQ(first, second);
  EXPECT_TRUE(effects_of<WriteLease>().empty());
  EXPECT_EQ(hear(busy_worker("w", 7, 1)), first);
}

TEST_F(DispatchTest, AWorkerThatKeepsIgnoringItsLeaseLosesIt) {
  add_jobs({queued_job(7)});
  hear(idle_worker("w"));
  wire::DesiredState desired;
  for (int i = 0; i <= state_.policy.max_idle_reports; ++i) desired = hear(idle_worker("w"));
  EXPECT_EQ(effects_of<WriteRequeue>().size(), 1u);
  EXPECT_EQ(desired.lease->token, 2) << "a new token, as the worker may be through with the old";
}

TEST_F(DispatchTest, TwoWorkersNeverHoldOneJob) {
  add_jobs({queued_job(7)});
  EXPECT_EQ(hear(idle_worker("a")).duty, Duty::kWork);
  EXPECT_EQ(hear(idle_worker("b")).duty, Duty::kIdle);
}

TEST_F(DispatchTest, JobsGoToWorkersThatCanDoThem) {
  store::Job gpu = queued_job(1), fp16 = queued_job(2), kernel = queued_job(3), cpu = queued_job(4);
  gpu.scenario.device = "cuda";
  fp16.scenario.precision = scenarios::Precision::kFp16;
  kernel.scenario.kind = scenarios::Kind::kKernel;
  add_jobs({gpu, fp16, kernel, cpu});
  EXPECT_EQ(hear(idle_worker("c", "cpu:0/2")).lease->job_id, 4);
  EXPECT_EQ(hear(idle_worker("g", "cuda:1")).lease->job_id, 1);
}

TEST_F(DispatchTest, AResultIsWrittenThenAcknowledgedTogetherWithTheNextJob) {
  add_jobs({queued_job(7), queued_job(8)});
  hear(idle_worker("w"));
  wire::WorkerState done = busy_worker("w", 7, 1);
  done.result = good_result();
  const auto desired = hear(done);
  EXPECT_EQ(desired.accepted_job_id, 7);
  EXPECT_EQ(desired.lease->job_id, 8);
  ASSERT_TRUE(std::holds_alternative<WriteResult>(effects_[0]));
  EXPECT_TRUE(effects_of<FinishRun>().empty());

  EXPECT_EQ(hear(done).accepted_job_id, 7) << "the acknowledgement was lost";
  EXPECT_TRUE(effects_of<WriteResult>().empty());
}

TEST_F(DispatchTest, TheLastResultFinishesTheRun) {
  add_jobs({queued_job(7, 3), queued_job(8, 4)});
  hear(idle_worker("w"));
  wire::WorkerState done = busy_worker("w", 7, 1);
  done.result = failed_result("no such model");
  hear(done);
  ASSERT_EQ(effects_of<FinishRun>().size(), 1u);
  EXPECT_EQ(effects_of<FinishRun>()[0].run, 3);
}

TEST_F(DispatchTest, ResultsWithoutEnvironmentOrMeasurementFailTheirJob) {
  add_jobs({queued_job(7), queued_job(8)});
  hear(idle_worker("w"));
  wire::WorkerState done = busy_worker("w", 7, 1);
  done.result = good_result();
  done.result->environment.compiler.clear();
  EXPECT_EQ(hear(done).accepted_job_id, 7) << "the worker must not repeat it for ever";
  ASSERT_EQ(effects_of<WriteEnd>().size(), 1u);
  EXPECT_EQ(effects_of<WriteEnd>()[0].reason, "the result's environment record lacks compiler");

  done = busy_worker("w", 8, 1);
  done.result = record::JobResult{};
  hear(done);
  EXPECT_EQ(effects_of<WriteEnd>()[0].reason, "the worker brought no measurement");
}

TEST_F(DispatchTest, ASilentWorkersJobIsAnothersWithinFiveSeconds) {
  add_jobs({queued_job(7)});
  hear(idle_worker("w"));
  pass_seconds(4.9);
  happen(Tick{});
  EXPECT_TRUE(effects_.empty());
  EXPECT_LE(next_tick_ns(state_, now_ns_), now_ns_ + kSecondNs / 10);
  pass_seconds(0.1);
  happen(Tick{});
  EXPECT_EQ(effects_of<WriteRequeue>().size(), 1u);
  const auto desired = hear(idle_worker("other"));
  EXPECT_EQ(desired.lease->job_id, 7);
  EXPECT_EQ(desired.lease->token, 2);
}

TEST_F(DispatchTest, ALateResultIsRefusedAndItsWorkerLetsGo) {
  add_jobs({queued_job(7)});
  hear(idle_worker("w"));
  pass_seconds(6);
  happen(Tick{});
  hear(idle_worker("other"));
  wire::WorkerState late = busy_worker("w", 7, 1);
  late.result = good_result();
  const auto desired = hear(late);
  EXPECT_EQ(desired.duty, Duty::kCancel);
  EXPECT_EQ(desired.accepted_job_id, 0);
  EXPECT_TRUE(effects_of<WriteResult>().empty());
  bool is_said = false;
  for (const Notice& notice : effects_of<Notice>()) {
    is_said = is_said || notice.kind == Notice::Kind::kResultRefused;
  }
  EXPECT_TRUE(is_said);
}

TEST_F(DispatchTest, AForeignResultIsRefused) {
  add_jobs({queued_job(7)});
  hear(idle_worker("w"));
  wire::WorkerState forged = busy_worker("thief", 7, 1);
  forged.result = good_result();
  EXPECT_EQ(hear(forged).duty, Duty::kCancel);
  forged = busy_worker("w", 7, 2);
  forged.result = good_result();
  EXPECT_EQ(hear(forged).lease->token, 1);
  EXPECT_TRUE(effects_of<WriteResult>().empty());
}

TEST_F(DispatchTest, AProcessKnownToBeDeadIsNotWaitedFor) {
  add_jobs({queued_job(7)});
  hear(idle_worker("w"));
  happen(WorkerDied{"there", 100, "was killed by signal 9"});
  EXPECT_TRUE(effects_.empty()) << "another host's process of the same number";
  happen(WorkerDied{"here", 100, "was killed by signal 9"});
  EXPECT_EQ(effects_of<WriteRequeue>().size(), 1u);
}

TEST_F(DispatchTest, AJobThatKillsThreeWorkersHasFailed) {
  add_jobs({queued_job(7)});
  for (const char* id : {"a", "b", "c"}) {
    ASSERT_EQ(hear(idle_worker(id)).duty, Duty::kWork) << id;
    happen(WorkerDied{"here", 100, "was killed by signal 11"});
  }
  ASSERT_EQ(effects_of<WriteEnd>().size(), 1u);
  EXPECT_EQ(effects_of<WriteEnd>()[0].reason,
            "3 workers were lost with this job, the last because it was killed by signal 11");
  EXPECT_EQ(effects_of<FinishRun>().size(), 1u);
}

TEST_F(DispatchTest, AJobIsNotLeasedForEver) {
  add_jobs({queued_job(7)});
  wire::DesiredState desired = hear(idle_worker("w"));
  for (int attempt = 1; attempt <= state_.policy.max_attempts; ++attempt) {
    ASSERT_EQ(desired.duty, Duty::kWork);
    ASSERT_EQ(desired.lease->token, attempt);
    wire::WorkerState let_go = busy_worker("w", 7, attempt);
    let_go.result = record::JobResult{};
    let_go.result->outcome = record::Outcome::kCancelled;
    desired = hear(let_go);
    EXPECT_EQ(desired.accepted_job_id, 0);
  }
  EXPECT_EQ(desired.duty, Duty::kCancel);
  ASSERT_EQ(effects_of<WriteEnd>().size(), 1u);
  EXPECT_EQ(effects_of<WriteEnd>()[0].reason,
            "given up after 5 attempts, the last because worker w let it go");
}

TEST_F(DispatchTest, CancellingARunEndsItsJobsAndStopsItsWorkers) {
  add_jobs({queued_job(7, 1), queued_job(8, 1), queued_job(9, 2)});
  hear(idle_worker("w"));
  happen(RunCancelled{1, "cancelled by a person"});
  ASSERT_EQ(effects_of<WriteEnd>().size(), 2u);
  EXPECT_EQ(effects_of<WriteEnd>()[0].outcome, record::Outcome::kCancelled);
  EXPECT_EQ(effects_of<FinishRun>().size(), 1u);
  EXPECT_EQ(hear(busy_worker("w", 7, 1)).lease->job_id, 9) << "another job ends the one in hand";
  EXPECT_EQ(hear(busy_worker("v", 8, 1)).duty, Duty::kCancel);
}

TEST_F(DispatchTest, ALeavingWorkerGetsNoJobAndGivesItsOwnBack) {
  add_jobs({queued_job(7)});
  hear(idle_worker("w"));
  wire::WorkerState leaving = idle_worker("w");
  leaving.stage = wire::kLeavingStage;
  EXPECT_EQ(hear(leaving).duty, Duty::kLeave);
  EXPECT_EQ(effects_of<WriteRequeue>().size(), 1u);
  EXPECT_EQ(hear(leaving).duty, Duty::kLeave);
  EXPECT_TRUE(effects_of<WriteLease>().empty());
}

TEST_F(DispatchTest, AWorkerThatOverrunsIsOverruled) {
  add_jobs({queued_job(7)});
  hear(idle_worker("w"));
  const auto& policy = state_.policy;
  const double allowed_s =
      1e-9 *
      static_cast<double>(time_limit_ns(queued_job(7).scenario, policy) + policy.overtime_ns);
  for (double passed_s = 0; passed_s < allowed_s; passed_s += 4) {
    pass_seconds(4);
    hear(busy_worker("w", 7, 1));
  }
  happen(Tick{});
  ASSERT_EQ(effects_of<WriteEnd>().size(), 1u);
  EXPECT_NE(effects_of<WriteEnd>()[0].reason.find("worker w did not end it within"),
            std::string::npos);
}

TEST_F(DispatchTest, AJobThatNobodyCanDoFailsAfterAWhile) {
  store::Job gpu = queued_job(7);
  gpu.scenario.device = "cuda";
  add_jobs({gpu, queued_job(8)});
  for (int i = 0; i < 620; ++i) {
    pass_seconds(1);
    hear(busy_worker("w", 8, 1));
    happen(Tick{});
    if (!effects_of<WriteEnd>().empty()) break;
  }
  ASSERT_EQ(effects_of<WriteEnd>().size(), 1u);
  EXPECT_EQ(effects_of<WriteEnd>()[0].job_id, 7);
  EXPECT_EQ(effects_of<WriteEnd>()[0].reason, "there is no cuda worker, for more than 600 s");
}

TEST_F(DispatchTest, AfterARestartAWorkerGoesOnUnderItsToken) {
  store::Job leased = queued_job(7);
  leased.state = store::JobState::kLeased;
  leased.worker = "w";
  leased.token = 4;
  leased.attempts = 1;
  add_jobs({leased, queued_job(8)});
  pass_seconds(10);
  happen(Tick{});
  EXPECT_TRUE(effects_.empty()) << "it may take a while to find us again";
  EXPECT_EQ(hear(busy_worker("w", 7, 4)).lease->token, 4);
  pass_seconds(5);
  happen(Tick{});
  EXPECT_EQ(effects_of<WriteRequeue>().size(), 1u);
}

TEST_F(DispatchTest, AfterARestartAnAbsentWorkersJobIsAnothers) {
  store::Job leased = queued_job(7);
  leased.state = store::JobState::kLeased;
  leased.worker = "gone";
  leased.token = 4;
  add_jobs({leased});
  pass_seconds(15);
  happen(Tick{});
  EXPECT_EQ(effects_of<WriteRequeue>().size(), 1u);
  EXPECT_EQ(hear(idle_worker("w")).lease->token, 5);
}

}  // namespace
}  // namespace nightjar::coordinator
