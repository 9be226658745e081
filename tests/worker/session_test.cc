// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/session.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace nightjar::worker {
namespace {

using Duty = wire::DesiredState::Duty;
constexpr int64_t kSecondNs = 1'000'000'000;

wire::Lease lease_of(int64_t job_id, int64_t token) {
  wire::Lease lease;
  lease.run_id = "r1";
  lease.job_id = job_id;
  lease.token = token;
  lease.time_limit_ns = 60 * kSecondNs;
  return lease;
}

Answered work(const wire::Lease& lease) {
  wire::DesiredState desired;
  desired.duty = Duty::kWork;
  desired.lease = lease;
  return {desired};
}

Answered duty(Duty duty, int64_t accepted_job_id = 0) {
  wire::DesiredState desired;
  desired.duty = duty;
  desired.accepted_job_id = accepted_job_id;
  return {desired};
}

template <typename T>
int count_of(const std::vector<Effect>& effects) {
  return static_cast<int>(std::count_if(effects.begin(), effects.end(), [](const Effect& effect) {
    return std::holds_alternative<T>(effect);
  }));
}

/// A session with its clock; keeps the last effects and all of them.
class Session {
 public:
  std::vector<Effect> on(const Event& event) {
    Step next = step(std::move(state), event, {now_ns, 1000 + now_ns});
    state = std::move(next.state);
    all.insert(all.end(), next.effects.begin(), next.effects.end());
    return next.effects;
  }
  void start(int64_t job_id, int64_t token) { on(work(lease_of(job_id, token))); }
  void end(int64_t job_id, int64_t token) {
    record::JobResult result;
    result.plan_digest = "abc";
    on(JobEnded{job_id, token, result});
  }

  SessionState state;
  int64_t now_ns = 0;
  std::vector<Effect> all;
};

TEST(Session, AJobGoesFromLeaseToAcceptedResult) {
  Session session;
  EXPECT_EQ(count_of<CallCoordinator>(session.on(Tick{})), 1);
  const auto effects = session.on(work(lease_of(7, 1)));
  ASSERT_EQ(effects.size(), 1u);
  EXPECT_EQ(std::get<StartJob>(effects[0]).lease, lease_of(7, 1));
  session.on(StageReached{7, 1, "building", 0.3});
  EXPECT_EQ(message_of(session.state).stage, "building");
  EXPECT_EQ(message_of(session.state).job_id, 7);
  session.end(7, 1);
  EXPECT_EQ(count_of<CallCoordinator>(session.on(Tick{})), 1) << "a result is told at once";
  ASSERT_TRUE(message_of(session.state).result);
  EXPECT_EQ(message_of(session.state).result->plan_digest, "abc");
  EXPECT_EQ(message_of(session.state).token, 1);
  session.on(duty(Duty::kIdle, 7));
  EXPECT_EQ(session.state.phase, Phase::kIdle);
  EXPECT_EQ(message_of(session.state).job_id, 0);
  EXPECT_FALSE(message_of(session.state).result);
}

TEST(Session, ARepeatedLeaseStartsOneJob) {
  Session session;
  for (int i = 0; i < 5; ++i) session.on(work(lease_of(7, 1)));
  EXPECT_EQ(count_of<StartJob>(session.all), 1);
  session.end(7, 1);
  for (int i = 0; i < 5; ++i) session.on(work(lease_of(7, 1)));
  EXPECT_EQ(session.state.phase, Phase::kHolding);
  session.on(duty(Duty::kIdle, 7));
  session.on(work(lease_of(7, 1)));
  EXPECT_EQ(session.state.phase, Phase::kIdle) << "an old message must not start it again";
  EXPECT_EQ(count_of<StartJob>(session.all), 1);
}

TEST(Session, AResultIsKeptUntilItIsAccepted) {
  Session session;
  session.start(7, 1);
  session.end(7, 1);
  for (int i = 0; i < 100; ++i) {
    session.now_ns = session.state.next_call_ns;
    EXPECT_EQ(count_of<CallCoordinator>(session.on(Tick{})), 1);
    ASSERT_TRUE(message_of(session.state).result);
    if (i % 2 == 0) {
      session.on(NotAnswered{});
    } else {
      session.on(duty(Duty::kIdle));
    }
  }
  session.on(duty(Duty::kIdle, 3));
  EXPECT_TRUE(session.state.result) << "another job's acceptance is not ours";
  session.on(duty(Duty::kIdle, 7));
  EXPECT_FALSE(session.state.result);
}

TEST(Session, AcceptanceAndTheNextLeaseComeInOneAnswer) {
  Session session;
  session.start(7, 1);
  session.end(7, 1);
  Answered answer = work(lease_of(8, 1));
  answer.desired.accepted_job_id = 7;
  session.on(answer);
  EXPECT_EQ(session.state.phase, Phase::kWorking);
  EXPECT_EQ(session.state.lease.job_id, 8);
}

TEST(Session, ANewerTokenReplacesAndAnOlderOneIsIgnored) {
  Session session;
  session.start(7, 5);
  EXPECT_TRUE(session.on(work(lease_of(7, 4))).empty());
  EXPECT_EQ(session.state.lease.token, 5);
  const auto effects = session.on(work(lease_of(7, 6)));
  EXPECT_EQ(count_of<KillChild>(effects), 1);
  EXPECT_EQ(count_of<StartJob>(effects), 1);
  EXPECT_EQ(session.state.lease.token, 6);
  session.end(7, 5);
  EXPECT_EQ(session.state.phase, Phase::kWorking) << "a result under the old token is dropped";
}

TEST(Session, OneIdleAnswerMayBeLateTwoAreMeant) {
  Session session;
  session.start(7, 1);
  EXPECT_TRUE(session.on(duty(Duty::kIdle)).empty());
  session.on(work(lease_of(7, 1)));
  EXPECT_TRUE(session.on(duty(Duty::kIdle)).empty());
  EXPECT_EQ(count_of<KillChild>(session.on(duty(Duty::kIdle))), 1);
  EXPECT_EQ(session.state.phase, Phase::kIdle);
}

TEST(Session, ACancelledJobEndsAsCancelled) {
  Session session;
  session.start(7, 1);
  session.state.environment.host = "here";
  session.on(StageReached{7, 1, "sampling", 0.5});
  EXPECT_EQ(count_of<KillChild>(session.on(duty(Duty::kCancel))), 1);
  ASSERT_TRUE(session.state.result);
  EXPECT_EQ(session.state.result->outcome, record::Outcome::kCancelled);
  EXPECT_EQ(session.state.result->error, "cancelled while sampling");
  EXPECT_EQ(session.state.result->environment.host, "here");
  session.on(duty(Duty::kCancel));
  EXPECT_EQ(session.state.phase, Phase::kIdle) << "asked again, it lets the result go";
}

TEST(Session, ADeadMeasuringProcessFailsTheJobWithASentence) {
  Session session;
  session.start(7, 1);
  session.on(StageReached{7, 1, "building", 0.1});
  session.on(ChildDied{"was killed by signal 11 (Segmentation fault)"});
  ASSERT_TRUE(session.state.result);
  EXPECT_EQ(session.state.result->outcome, record::Outcome::kFailed);
  EXPECT_EQ(session.state.result->error,
            "the measuring process was killed by signal 11 (Segmentation fault) while building");
  session.on(duty(Duty::kIdle, 7));
  session.on(ChildDied{"exited with code 1"});
  EXPECT_EQ(session.state.phase, Phase::kIdle) << "without a job, a death concerns nobody";
}

TEST(Session, TheTimeLimitEndsAJob) {
  Session session;
  session.start(7, 1);
  EXPECT_LE(next_tick_ns(session.state), 60 * kSecondNs);
  session.now_ns = 60 * kSecondNs - 1;
  EXPECT_EQ(count_of<KillChild>(session.on(Tick{})), 0);
  session.now_ns = 60 * kSecondNs;
  EXPECT_EQ(count_of<KillChild>(session.on(Tick{})), 1);
  ASSERT_TRUE(session.state.result);
  EXPECT_EQ(session.state.result->error, "the job's time limit of 60 s was over while starting");
}

TEST(Session, CallsComeAsAskedAndBackOffWithoutAnswers) {
  Session session;
  Answered answer = duty(Duty::kIdle);
  answer.desired.call_again_in_ns = 3 * kSecondNs;
  session.on(answer);
  EXPECT_EQ(session.state.next_call_ns, 3 * kSecondNs);
  EXPECT_TRUE(session.on(Tick{}).empty());
  answer.desired.call_again_in_ns = int64_t{1} << 60;
  session.on(answer);
  EXPECT_EQ(session.state.next_call_ns, 10 * kSecondNs) << "no answer silences a worker for long";
  std::vector<int64_t> waits;
  for (int i = 0; i < 8; ++i) {
    session.on(NotAnswered{});
    waits.push_back((session.state.next_call_ns - session.now_ns) / (kSecondNs / 4));
  }
  EXPECT_EQ(waits, (std::vector<int64_t>{1, 2, 4, 8, 16, 32, 32, 32}));
  session.on(duty(Duty::kIdle));
  EXPECT_EQ(session.state.next_call_ns, kSecondNs);
}

TEST(Session, AStopGivesTheJobBackAndLeaves) {
  Session session;
  session.start(7, 1);
  EXPECT_EQ(count_of<KillChild>(session.on(StopAsked{})), 1);
  EXPECT_EQ(count_of<CallCoordinator>(session.on(Tick{})), 1);
  EXPECT_EQ(message_of(session.state).job_id, 0);
  EXPECT_EQ(message_of(session.state).stage, "leaving");
  EXPECT_EQ(count_of<Leave>(session.on(work(lease_of(9, 1)))), 1) << "no new work";
  EXPECT_EQ(count_of<StartJob>(session.all), 1);
}

TEST(Session, AStopHandsInAFinishedResultFirstButNotForEver) {
  Session session;
  session.start(7, 1);
  session.end(7, 1);
  EXPECT_TRUE(session.on(StopAsked{}).empty());
  EXPECT_EQ(count_of<CallCoordinator>(session.on(Tick{})), 1);
  EXPECT_EQ(count_of<Leave>(session.on(duty(Duty::kIdle))), 0);
  Session patient = session;
  EXPECT_EQ(count_of<Leave>(patient.on(duty(Duty::kIdle, 7))), 1);
  session.now_ns = 3 * kSecondNs;
  EXPECT_EQ(count_of<Leave>(session.on(Tick{})), 1);
  EXPECT_TRUE(session.on(work(lease_of(9, 1))).empty()) << "gone is gone";
}

/// A coordinator that leases jobs one by one and answers over a line that loses, repeats and
/// delays answers. Every job must end with one accepted result.
TEST(Session, EveryJobEndsOverALineThatLosesRepeatsAndDelays) {
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    std::mt19937_64 random(seed);
    const auto chance = [&](int percent) { return static_cast<int>(random() % 100) < percent; };
    Session session;
    int64_t job = 1, accepted_jobs = 0;
    std::vector<Answered> in_flight;
    for (int turn = 0; turn < 2000 && accepted_jobs < 10; ++turn) {
      session.now_ns = std::max(session.now_ns, next_tick_ns(session.state));
      session.state.lease.time_limit_ns = 0;
      for (const Effect& effect : session.on(Tick{})) {
        if (!std::holds_alternative<CallCoordinator>(effect) || chance(20)) continue;
        const wire::WorkerState said = message_of(session.state);
        Answered answer;
        if (said.result && said.job_id == job) {
          ++accepted_jobs;
          ++job;
        }
        answer = work(lease_of(job, 1));
        if (said.result && said.job_id < job) answer.desired.accepted_job_id = said.job_id;
        in_flight.push_back(answer);
        if (chance(10)) in_flight.push_back(answer);
      }
      if (!in_flight.empty() && chance(80)) {
        if (!chance(20)) session.on(in_flight.front());
        in_flight.erase(in_flight.begin());
      } else {
        session.on(NotAnswered{});
      }
      if (session.state.phase == Phase::kWorking && chance(30)) {
        session.end(session.state.lease.job_id, session.state.lease.token);
      }
    }
    EXPECT_EQ(accepted_jobs, 10) << "seed " << seed;
  }
}

}  // namespace
}  // namespace nightjar::worker
