// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/run_log.h"

#include "tests/results/store/store_fixture.h"

namespace nightjar::store {
namespace {

using RunLogTest = StoreTest;

TEST_F(RunLogTest, ARunComesBackWithItsFaultAndWhatWasLeftOut) {
  Store store = open();
  NewRun request = new_run({"a"});
  request.fault = {"a", 0.2, "conv_1"};
  request.left_out = {
      {record::examples::scenario("a", scenarios::Precision::kFp8), "a CPU has no fp8"}};
  const auto created = store.runs().create(request);
  ASSERT_TRUE(created.ok()) << created.error().message;
  EXPECT_EQ(created->sequence, 1);
  EXPECT_EQ(*store.runs().find("r1"), *created);
  EXPECT_EQ(created->fault, request.fault);
  EXPECT_EQ(*store.runs().left_out(1), request.left_out);
}

TEST_F(RunLogTest, RunsAreFoundByNumberAndFromTheNewestBack) {
  Store store = open();
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(store.runs().create(new_run({"a"})).ok());
  EXPECT_EQ(store.runs().find("r2")->sequence, 2);
  EXPECT_EQ(store.runs().find("2")->sequence, 2);
  EXPECT_EQ(store.runs().find("latest")->sequence, 3);
  EXPECT_EQ(store.runs().find("latest~2")->sequence, 1);
  EXPECT_EQ(store.runs().find("latest~3").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(store.runs().find("r9").error().kind, ErrorKind::kNotFound);
  for (const char* wrong : {"", "r", "newest", "latest~", "latest~-1", "r1x", "-1"}) {
    EXPECT_EQ(store.runs().find(wrong).error().kind, ErrorKind::kInvalidInput) << wrong;
  }
  const auto runs = *store.runs().list(2);
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(runs[0].sequence, 3);
}

TEST_F(RunLogTest, ARunWithTheSameScenarioTwiceIsRefusedWhole) {
  Store store = open();
  const auto refused = store.runs().create(new_run({"a", "b", "a"}));
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("twice"), std::string::npos);
  EXPECT_TRUE(store.runs().list(10)->empty());
}

TEST_F(RunLogTest, CountsFollowTheJobs) {
  Store store = open();
  const int64_t run = store.runs().create(new_run({"a", "b", "c"}))->sequence;
  const auto jobs = *store.jobs().load_jobs(run);
  ASSERT_TRUE(store.jobs().lease(jobs[0].id, {"w", 1, 10}).ok());
  ASSERT_TRUE(store.jobs().end(jobs[1].id, record::Outcome::kFailed, "x").ok());
  record::JobCounts expected;
  expected.queued = expected.leased = expected.failed = 1;
  EXPECT_EQ(*store.runs().counts(run), expected);
}

TEST_F(RunLogTest, ARunIsFinishedOnlyWhenItsJobsAre) {
  Store store = open();
  const int64_t run = store.runs().create(new_run({"a"}))->sequence;
  EXPECT_EQ(store.runs().finish(run, 77).error().kind, ErrorKind::kConflict);
  const int64_t job = store.jobs().load_jobs(run)->front().id;
  ASSERT_TRUE(store.jobs().end(job, record::Outcome::kCancelled, "x").ok());
  ASSERT_TRUE(store.runs().finish(run, 77).ok());
  EXPECT_EQ(store.runs().find("latest")->finished_unix_ns, 77);
  EXPECT_EQ(store.runs().finish(99, 77).error().kind, ErrorKind::kNotFound);
}

TEST_F(RunLogTest, MeasurementsHoldLayersAndSayWhatHasNotEnded) {
  Store store = open();
  const int64_t run = store.runs().create(new_run({"a", "b"}))->sequence;
  const auto jobs = *store.jobs().load_jobs(run);
  ASSERT_TRUE(store.jobs().lease(jobs[0].id, {"w", 1, 10}).ok());
  const auto sent = record::examples::result(3e6);
  ASSERT_TRUE(store.jobs().finish(jobs[0].id, 1, sent).ok());
  const auto measurements = *store.runs().measurements(run);
  ASSERT_EQ(measurements.size(), 2u);
  EXPECT_EQ(measurements[0].result.layers, sent.layers);
  EXPECT_EQ(measurements[0].device_class(), sent.environment.device_class);
  EXPECT_TRUE(measurements[0].result.samples.latency_ns.empty());
  EXPECT_EQ(measurements[1].result.outcome, record::Outcome::kCancelled);
  EXPECT_EQ(measurements[1].result.error, "the job has not ended: it is queued");
}

TEST_F(RunLogTest, ScenariosAndEnvironmentsAreKeptOnce) {
  Store store = open();
  for (int i = 0; i < 4; ++i) finished_run(store, {"a", "b"}, 1e6);
  EXPECT_EQ(store.query("SELECT count(*) FROM scenarios")->rows[0][0], "2");
  EXPECT_EQ(store.query("SELECT count(*) FROM environments")->rows[0][0], "1");
}

}  // namespace
}  // namespace nightjar::store
