// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/coordinator/dispatch_fixture.h"

namespace nightjar::coordinator {
namespace {

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

}  // namespace
}  // namespace nightjar::coordinator
