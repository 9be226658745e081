// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "coordinator/serve.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "coordinator/database_lock.h"
#include "coordinator/desk.h"
#include "tests/coordinator/examples.h"
#include "tests/coordinator/memory_channel.h"

namespace nightjar::coordinator {
namespace {

namespace fs = std::filesystem;

struct Ear final : Listener {
  void notice(const Notice& notice) override { notices.push_back(notice); }
  void trouble(const std::string& sentence) override { troubles.push_back(sentence); }

  std::vector<Notice> notices;
  std::vector<std::string> troubles;
};

class ServeTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        fs::path(testing::TempDir()) /
        (std::string("serve_") + testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    start();
  }
  void TearDown() override {
    server_.reset();
    store_.reset();
    fs::remove_all(folder_);
  }

  std::string path() const { return (folder_ / "x.db").string(); }

  /// As a new process would: nothing survives but the file.
  void start() {
    server_.reset();
    store_.reset();
    auto store = store::Store::open(path());
    ASSERT_TRUE(store.ok()) << store.error().message;
    store_ = std::make_unique<store::Store>(std::move(*store));
    channel_ = {};
    auto server = Server::start({*store_, channel_, clock_, ear_}, Policy());
    ASSERT_TRUE(server.ok()) << server.error().message;
    server_ = std::make_unique<Server>(std::move(*server));
  }

  int64_t submit(const std::vector<std::string>& models) {
    store::NewRun run;
    run.suite_name = "tiny";
    for (const std::string& model : models) run.scenarios.push_back(scenario_of(model));
    const auto created = server_->submit(run);
    EXPECT_TRUE(created.ok()) << created.error().message;
    return created.ok() ? created->sequence : 0;
  }

  /// What the server answers to one message.
  std::optional<wire::Message> ask(const wire::Message& message) {
    channel_.sent.clear();
    channel_.put("peer", message);
    EXPECT_TRUE(server_->turn(0, -1).ok());
    if (channel_.sent.empty()) return std::nullopt;
    return channel_.sent.back().second;
  }
  wire::DesiredState hear(const wire::WorkerState& worker) {
    const auto answer = ask(worker);
    return answer ? std::get<wire::DesiredState>(*answer) : wire::DesiredState{};
  }
  record::JobCounts counts(int64_t run) { return *store_->runs().counts(run); }

  fs::path folder_;
  ManualClock clock_{1'000 * kSecondNs};
  Ear ear_;
  MemoryChannel channel_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Server> server_;
};

TEST_F(ServeTest, ARunGoesFromSubmissionToItsEnd) {
  const int64_t run = submit({"a", "b"});
  for (int i = 0; i < 2; ++i) {
    const auto lease = hear(idle_worker("w")).lease;
    ASSERT_TRUE(lease.has_value());
    EXPECT_EQ(counts(run).leased, 1);
    wire::WorkerState done = busy_worker("w", lease->job_id, lease->token);
    done.result = good_result(1000 + i);
    EXPECT_EQ(hear(done).accepted_job_id, lease->job_id);
  }
  EXPECT_EQ(counts(run).done, 2);
  EXPECT_FALSE(server_->take_finished(run + 1));
  EXPECT_TRUE(server_->take_finished(run));
  EXPECT_FALSE(server_->take_finished(run)) << "said once";
  EXPECT_TRUE(server_->take_finished().empty());
  EXPECT_TRUE(store_->runs().find("latest")->finished());
}

TEST_F(ServeTest, AnAcknowledgedResultSurvivesARestartAndUnfinishedWorkGoesOn) {
  const int64_t run = submit({"a", "b"});
  const auto first = hear(idle_worker("w")).lease;
  wire::WorkerState done = busy_worker("w", first->job_id, first->token);
  done.result = good_result(1234);
  const auto second = hear(done).lease;
  start();
  EXPECT_EQ(counts(run).done, 1);
  EXPECT_EQ(store_->series().measurement(first->job_id)->result.latency.median_ns, 1234);
  EXPECT_EQ(hear(busy_worker("w", second->job_id, second->token)).lease, second);
  EXPECT_EQ(hear(done).accepted_job_id, 0) << "ended before; not written twice";
  EXPECT_EQ(counts(run).done, 1);
}

TEST_F(ServeTest, ARunWhoseLastJobEndedJustBeforeACrashIsFinishedAtTheStart) {
  const int64_t run = submit({"a"});
  const auto lease = hear(idle_worker("w")).lease;
  ASSERT_TRUE(store_->jobs().finish(lease->job_id, lease->token, good_result()).ok());
  start();
  EXPECT_EQ(server_->take_finished(), std::vector{run});
}

TEST_F(ServeTest, AFailedWriteIsNotAcknowledgedAndTheQueueIsReadAgain) {
  const int64_t run = submit({"a"});
  const auto lease = hear(idle_worker("w")).lease;
  // Somebody else moves the job on behind the coordinator's back.
  ASSERT_TRUE(store_->jobs().requeue(lease->job_id, lease->token).ok());
  wire::WorkerState done = busy_worker("w", lease->job_id, lease->token);
  done.result = good_result();
  EXPECT_EQ(ask(done), std::nullopt);
  ASSERT_EQ(ear_.troubles.size(), 1u);
  EXPECT_EQ(counts(run).queued, 1);
  clock_.advance_ns(2 * kSecondNs);
  ASSERT_TRUE(server_->turn(0, -1).ok());
  const auto again = hear(idle_worker("v"));
  ASSERT_TRUE(again.lease.has_value());
  EXPECT_EQ(again.lease->token, lease->token + 1);
}

TEST_F(ServeTest, MessagesThatCannotBeReadAreAnsweredWithASentence) {
  channel_.put("peer", invalid_input("7 bytes are no message of ours"));
  ASSERT_TRUE(server_->turn(0, -1).ok());
  ASSERT_EQ(channel_.sent.size(), 1u);
  EXPECT_EQ(std::get<wire::Refusal>(channel_.sent[0].second).sentence,
            "7 bytes are no message of ours");
  const auto refused = ask(wire::StatusRequest{});
  EXPECT_TRUE(std::holds_alternative<wire::Refusal>(*refused)) << "no desk, no clients";
}

TEST_F(ServeTest, WhatNoWorkerCanDoIsLeftOutWithTheRun) {
  hear(idle_worker("w"));
  store::NewRun run;
  run.suite_name = "tiny";
  run.scenarios = {scenario_of("a"), scenario_of("b"), scenario_of("c"), scenario_of("d")};
  run.scenarios[1].precision = scenarios::Precision::kFp16;
  run.scenarios[2].precision = scenarios::Precision::kFp8;
  run.scenarios[3].device = "cuda";
  const auto created = server_->submit(run);
  ASSERT_TRUE(created.ok()) << created.error().message;
  EXPECT_EQ(counts(created->sequence).total(), 2) << "a cuda worker may still come";
  const auto left_out = store_->runs().left_out(created->sequence);
  ASSERT_EQ(left_out->size(), 2u);
  EXPECT_EQ((*left_out)[0].reason, "no cpu worker does fp16");
  EXPECT_EQ((*left_out)[1].reason, "a CPU has no fp8 arithmetic");
}

TEST_F(ServeTest, ARunWithNothingToDoIsFinishedAtOnce) {
  hear(idle_worker("w"));
  store::NewRun run;
  run.scenarios = {scenario_of("a")};
  run.scenarios[0].precision = scenarios::Precision::kTf32;
  const auto created = server_->submit(run);
  ASSERT_TRUE(created.ok()) << created.error().message;
  EXPECT_EQ(server_->take_finished(), std::vector{created->sequence});
}

TEST_F(ServeTest, TheDeskTakesSubmissionsOnceAndTellsTheirState) {
  FrontDesk desk(*server_, *store_, clock_, [](store::Store&, const record::Run&) {
    return Result<std::string>("the report");
  });
  server_->set_desk(&desk);
  EXPECT_EQ(std::get<wire::StatusReply>(*ask(wire::StatusRequest{})).error, "");
  EXPECT_NE(std::get<wire::StatusReply>(*ask(wire::StatusRequest{"r9", false})).error, "");

  const wire::SubmitRequest request{"id1", "tiny", "text", {scenario_of("a")}, {}};
  EXPECT_EQ(*ask(request), wire::Message(wire::SubmitReply{"r1", ""}));
  EXPECT_EQ(*ask(request), wire::Message(wire::SubmitReply{"r1", ""})) << "repeating is harmless";
  EXPECT_EQ(counts(1).total(), 1);
  EXPECT_NE(std::get<wire::SubmitReply>(*ask(wire::SubmitRequest{})).error, "");

  hear(idle_worker("w"));
  auto status = std::get<wire::StatusReply>(*ask(wire::StatusRequest{"", true}));
  EXPECT_EQ(status.run_id, "r1");
  EXPECT_EQ(status.leased, 1);
  EXPECT_FALSE(status.judged);
  ASSERT_EQ(status.devices.size(), 1u);
  EXPECT_EQ(status.devices[0].worker_id, "w");

  status = std::get<wire::StatusReply>(*ask(wire::CancelRequest{"r1"}));
  EXPECT_EQ(status.error, "");
  EXPECT_EQ(status.cancelled, 1);
  EXPECT_TRUE(status.finished);
  record::Verdict verdict;
  verdict.run = 1;
  verdict.job_id = 1;
  verdict.kind = record::VerdictKind::kNotMeasured;
  ASSERT_TRUE(store_->verdicts().save({verdict}).ok());
  status = std::get<wire::StatusReply>(*ask(wire::StatusRequest{"r1", true}));
  EXPECT_TRUE(status.judged);
  EXPECT_EQ(status.unmeasured, 1);
  EXPECT_EQ(status.report, "the report");
}

TEST_F(ServeTest, OneCoordinatorADatabase) {
  const auto first = DatabaseLock::take(path());
  ASSERT_TRUE(first.ok());
  const auto second = DatabaseLock::take(path());
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().kind, ErrorKind::kConflict);
}

}  // namespace
}  // namespace nightjar::coordinator
