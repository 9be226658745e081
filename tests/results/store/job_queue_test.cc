// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/job_queue.h"

#include "tests/results/store/store_fixture.h"

namespace nightjar::store {
namespace {

using record::examples::result;

class JobQueueTest : public StoreTest {
 protected:
  JobQueueTest() : store_(open()) {
    run_ = store_.runs().create(new_run({"a", "b"}))->sequence;
    const auto jobs = *store_.jobs().load_jobs(run_);
    first_ = jobs[0].id;
    second_ = jobs[1].id;
  }

  Job job(int64_t id) { return *store_.jobs().find(id); }
  int64_t result_rows() {
    return std::stoll(store_.query("SELECT count(*) FROM results")->rows[0][0]);
  }

  Store store_;
  int64_t run_ = 0, first_ = 0, second_ = 0;
};

TEST_F(JobQueueTest, JobsComeBackInTheSuitesOrder) {
  const auto jobs = *store_.jobs().load_jobs(run_);
  ASSERT_EQ(jobs.size(), 2u);
  EXPECT_EQ(jobs[0].scenario, record::examples::scenario("a"));
  EXPECT_EQ(jobs[1].scenario.model, "b");
  EXPECT_EQ(jobs[0].state, JobState::kQueued);
  EXPECT_EQ(jobs[0].token, 0);
  EXPECT_EQ(jobs[0].fingerprint, scenarios::fingerprint(jobs[0].scenario));
}

TEST_F(JobQueueTest, ALeaseIsGivenOnceAndSurvivesOpeningAgain) {
  ASSERT_TRUE(store_.jobs().lease(first_, {"w1", 1, 500}).ok());
  const Status again = store_.jobs().lease(first_, {"w2", 2, 500});
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().kind, ErrorKind::kConflict);
  store_ = open();
  const Job leased = job(first_);
  EXPECT_EQ(leased.state, JobState::kLeased);
  EXPECT_EQ(leased.worker, "w1");
  EXPECT_EQ(leased.token, 1);
  EXPECT_EQ(leased.attempts, 1);
  EXPECT_EQ(leased.lease_until_ns, 500);
}

TEST_F(JobQueueTest, ATokenMustGrow) {
  ASSERT_TRUE(store_.jobs().lease(first_, {"w1", 3, 500}).ok());
  ASSERT_TRUE(store_.jobs().requeue(first_, 3).ok());
  EXPECT_EQ(store_.jobs().lease(first_, {"w2", 3, 500}).error().kind, ErrorKind::kConflict);
  EXPECT_TRUE(store_.jobs().lease(first_, {"w2", 4, 500}).ok());
  EXPECT_EQ(job(first_).attempts, 2);
}

TEST_F(JobQueueTest, ExtendingNeedsTheTokenOfTheLease) {
  EXPECT_FALSE(store_.jobs().extend(first_, 1, 900).ok());
  ASSERT_TRUE(store_.jobs().lease(first_, {"w1", 1, 500}).ok());
  EXPECT_EQ(store_.jobs().extend(first_, 2, 900).error().kind, ErrorKind::kConflict);
  ASSERT_TRUE(store_.jobs().extend(first_, 1, 900).ok());
  EXPECT_EQ(job(first_).lease_until_ns, 900);
}

TEST_F(JobQueueTest, ExpiredLeasesGoBackToTheQueue) {
  ASSERT_TRUE(store_.jobs().lease(first_, {"w1", 1, 500}).ok());
  ASSERT_TRUE(store_.jobs().lease(second_, {"w2", 1, 700}).ok());
  EXPECT_EQ(*store_.jobs().requeue_expired(500), std::vector<int64_t>{});
  EXPECT_EQ(*store_.jobs().requeue_expired(501), std::vector<int64_t>{first_});
  EXPECT_EQ(job(first_).state, JobState::kQueued);
  EXPECT_EQ(job(first_).token, 1);
  EXPECT_EQ(job(second_).state, JobState::kLeased);
}

TEST_F(JobQueueTest, FinishingKeepsTheResultAndEndsTheJob) {
  ASSERT_TRUE(store_.jobs().lease(first_, {"w1", 1, 500}).ok());
  record::JobResult sent = result(2e6);
  sent.build.emplace();
  sent.build->plan_bytes = 777;
  sent.load = record::LoadFigures{4, 700, 0.99, 2e6, 1.9e6, 2.2e6, 2.3e6, 412.5, 430, 3e6, 9};
  EXPECT_EQ(*store_.jobs().finish(first_, 1, sent), Acceptance::kAccepted);
  EXPECT_EQ(job(first_).state, JobState::kDone);

  record::JobResult kept = store_.series().measurement(first_)->result;
  kept.samples = *store_.series().samples(first_);
  EXPECT_EQ(kept, sent);
}

TEST_F(JobQueueTest, TheSameTokenAgainIsHarmless) {
  ASSERT_TRUE(store_.jobs().lease(first_, {"w1", 1, 500}).ok());
  ASSERT_TRUE(store_.jobs().finish(first_, 1, result(2e6)).ok());
  EXPECT_EQ(*store_.jobs().finish(first_, 1, result(9e6)), Acceptance::kRepeated);
  EXPECT_EQ(result_rows(), 1);
  EXPECT_EQ(store_.series().measurement(first_)->result.latency.median_ns, 2e6);
}

TEST_F(JobQueueTest, AnOldTokenIsFencedOff) {
  ASSERT_TRUE(store_.jobs().lease(first_, {"w1", 1, 500}).ok());
  ASSERT_TRUE(store_.jobs().requeue_expired(600).ok());
  EXPECT_EQ(store_.jobs().finish(first_, 1, result(1e6)).error().kind, ErrorKind::kConflict);
  ASSERT_TRUE(store_.jobs().lease(first_, {"w2", 2, 900}).ok());
  EXPECT_EQ(store_.jobs().finish(first_, 1, result(1e6)).error().kind, ErrorKind::kConflict);
  EXPECT_EQ(result_rows(), 0);
  EXPECT_EQ(*store_.jobs().finish(first_, 2, result(2e6)), Acceptance::kAccepted);
  EXPECT_EQ(store_.jobs().finish(first_, 1, result(1e6)).error().kind, ErrorKind::kConflict);
  EXPECT_EQ(result_rows(), 1);
}

TEST_F(JobQueueTest, AFailureNeedsNoEnvironment) {
  ASSERT_TRUE(store_.jobs().lease(first_, {"w1", 1, 500}).ok());
  record::JobResult failed;
  failed.outcome = record::Outcome::kFailed;
  failed.error = "the worker died three times";
  ASSERT_TRUE(store_.jobs().finish(first_, 1, failed).ok());
  EXPECT_EQ(job(first_).state, JobState::kFailed);
  EXPECT_EQ(store_.series().measurement(first_)->result, failed);
}

TEST_F(JobQueueTest, ADoneResultWithoutItsEnvironmentIsRefused) {
  ASSERT_TRUE(store_.jobs().lease(first_, {"w1", 1, 500}).ok());
  record::JobResult sent = result(1e6);
  sent.environment.git_revision.clear();
  const auto refused = store_.jobs().finish(first_, 1, sent);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::kInvalidInput);
  EXPECT_NE(refused.error().message.find("lacks git_revision"), std::string::npos);
  EXPECT_EQ(job(first_).state, JobState::kLeased);

  sent = result(1e6);
  sent.latency = {};
  EXPECT_FALSE(store_.jobs().finish(first_, 1, sent).ok());
}

TEST_F(JobQueueTest, CancellingEndsOnceAndFencesTheWorkerOff) {
  ASSERT_TRUE(store_.jobs().lease(first_, {"w1", 1, 500}).ok());
  ASSERT_TRUE(store_.jobs().end(first_, record::Outcome::kCancelled, "by a person").ok());
  EXPECT_TRUE(store_.jobs().end(first_, record::Outcome::kCancelled, "again").ok());
  EXPECT_EQ(store_.jobs().end(first_, record::Outcome::kFailed, "late").error().kind,
            ErrorKind::kConflict);
  EXPECT_EQ(store_.jobs().finish(first_, 1, result(1e6)).error().kind, ErrorKind::kConflict);
  EXPECT_EQ(store_.jobs().finish(first_, 0, result(1e6)).error().kind, ErrorKind::kConflict);
  EXPECT_EQ(job(first_).state, JobState::kCancelled);
  EXPECT_EQ(store_.series().measurement(first_)->result.error, "by a person");
  EXPECT_FALSE(store_.jobs().end(second_, record::Outcome::kDone, "").ok());
}

TEST_F(JobQueueTest, OpenJobsAreThoseOfAllRunsThatHaveNotEnded) {
  const int64_t later = store_.runs().create(new_run({"c"}))->sequence;
  ASSERT_TRUE(store_.jobs().end(first_, record::Outcome::kFailed, "x").ok());
  ASSERT_TRUE(store_.jobs().lease(second_, {"w1", 1, 500}).ok());
  const auto open_jobs = *store_.jobs().load_open_jobs();
  ASSERT_EQ(open_jobs.size(), 2u);
  EXPECT_EQ(open_jobs[0].id, second_);
  EXPECT_EQ(open_jobs[1].run, later);
}

TEST_F(JobQueueTest, AnUnknownJobIsNotFound) {
  EXPECT_EQ(store_.jobs().find(9999).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(store_.jobs().lease(9999, {"w", 1, 1}).error().kind, ErrorKind::kNotFound);
}

TEST_F(JobQueueTest, ALockedDatabaseIsOneSentenceAndLosesNothing) {
  const auto impatient = connect();
  JobQueue queue(*impatient);
  ASSERT_TRUE(queue.lease(first_, {"w1", 1, 500}).ok());
  const auto other = connect();
  ASSERT_TRUE(other->run_script("BEGIN IMMEDIATE").ok());
  const auto refused = queue.finish(first_, 1, result(1e6));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::kIo);
  EXPECT_NE(refused.error().message.find("locked by another program"), std::string::npos);
  EXPECT_EQ(job(first_).state, JobState::kLeased);
  ASSERT_TRUE(other->run_script("ROLLBACK").ok());
  EXPECT_EQ(*queue.finish(first_, 1, result(1e6)), Acceptance::kAccepted);
}

TEST_F(JobQueueTest, AFullDiskIsOneSentenceAndLosesNothing) {
  const auto database = connect();
  JobQueue queue(*database);
  ASSERT_TRUE(queue.lease(first_, {"w1", 1, 500}).ok());
  ASSERT_TRUE(queue.lease(second_, {"w1", 1, 500}).ok());
  ASSERT_TRUE(queue.finish(first_, 1, result(1e6)).ok());
  const int64_t pages = *database->integer("PRAGMA page_count");
  ASSERT_TRUE(database->integer("PRAGMA max_page_count = " + std::to_string(pages)).ok());

  record::JobResult large = result(1e6);
  large.error = std::string(1 << 20, 'e');
  const auto refused = queue.finish(second_, 1, large);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::kIo);
  EXPECT_NE(refused.error().message.find("the disk is full"), std::string::npos);
  EXPECT_EQ(job(first_).state, JobState::kDone);
  EXPECT_EQ(job(second_).state, JobState::kLeased);
  EXPECT_EQ(result_rows(), 1);

  ASSERT_TRUE(database->integer("PRAGMA max_page_count = 1000000").ok());
  EXPECT_EQ(*queue.finish(second_, 1, large), Acceptance::kAccepted);
}

TEST(JobStateTest, WordsAreThoseOfTheGlossary) {
  EXPECT_STREQ(to_string(JobState::kQueued), "queued");
  EXPECT_STREQ(to_string(JobState::kCancelled), "cancelled");
}

}  // namespace
}  // namespace nightjar::store
