// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/proof_log.h"

#include "tests/results/store/store_fixture.h"

namespace nightjar::store {
namespace {

record::ProofOrder order() {
  record::ProofOrder order;
  order.host = "bench-1";
  order.device_class = "cpu-example";
  order.old_sides = {{"aa", "0a", "1a"}};
  order.new_side = {"bb", "0b", "1b"};
  order.baseline_ns = 1e6;
  order.budget_ns = 60'000'000'000;
  return order;
}

record::Proof proof() {
  record::Proof proof;
  proof.outcome = record::ProofOutcome::kConfirmed;
  proof.sentence = "confirmed by repeats";
  proof.duration_ns = 5e9;
  proof.comparisons = {{record::ProofArm::kNew, record::ProofArm::kOldPlan, 8, 0.2, 0.19, 0.21,
                        1.2e6, 1e6, "differs"}};
  proof.trials = {{record::ProofArm::kNew, 1.2e6, "0b"}, {record::ProofArm::kOldPlan, 1e6, "0a"}};
  return proof;
}

class ProofLogTest : public StoreTest {
 protected:
  ProofLogTest() : store_(open()) {
    run_ = finished_run(store_, {"a", "b"}, 1e6);
    suspected_ = (*store_.jobs().load_jobs(run_))[1].id;
  }
  /// Ends the repeating job with this result.
  void finish(const record::JobResult& result) {
    const auto added = store_.jobs().add_proofs({{suspected_, order()}});
    ASSERT_TRUE(added.ok()) << added.error().message;
    const int64_t job = added->at(0).id;
    ASSERT_TRUE(store_.jobs().lease(job, {"w", 1, 5}).ok());
    ASSERT_TRUE(store_.jobs().finish(job, 1, result).ok());
  }

  Store store_;
  int64_t run_ = 0, suspected_ = 0;
};

TEST_F(ProofLogTest, ARepeatingJobKnowsWhatItRepeatsAndHow) {
  const auto added = store_.jobs().add_proofs({{suspected_, order()}});
  ASSERT_TRUE(added.ok()) << added.error().message;
  ASSERT_EQ(added->size(), 1u);
  const auto open_jobs = store_.jobs().load_open_jobs();
  ASSERT_EQ(open_jobs->size(), 1u);
  EXPECT_EQ(open_jobs->at(0).proves, suspected_);
  EXPECT_EQ(open_jobs->at(0).proof, order());
  EXPECT_EQ(open_jobs->at(0).scenario.model, "b");
  EXPECT_FALSE(store_.runs().find("latest")->finished());
}

TEST_F(ProofLogTest, WhatIsOpenOrARepeatOrRepeatedAlreadyIsRefused) {
  const auto added = store_.jobs().add_proofs({{suspected_, order()}});
  for (const int64_t job : {suspected_, added->at(0).id}) {
    const auto again = store_.jobs().add_proofs({{job, order()}});
    ASSERT_FALSE(again.ok());
    EXPECT_EQ(again.error().kind, ErrorKind::kConflict);
  }
  EXPECT_EQ(store_.jobs().load_open_jobs()->size(), 1u);
}

TEST_F(ProofLogTest, AProofIsKeptWithTheMeasurementItIsOf) {
  record::JobResult result = record::examples::result(1.2e6);
  result.proof = proof();
  finish(result);
  const auto proofs = store_.proofs().load(run_);
  ASSERT_TRUE(proofs.ok()) << proofs.error().message;
  ASSERT_EQ(proofs->size(), 1u);
  record::Proof expected = proof();
  expected.job_id = suspected_;
  EXPECT_EQ(proofs->at(0), expected);
  const auto row = store_.query("SELECT outcome, pairs, old_ms, new_ms, trials FROM v_proofs");
  EXPECT_EQ(row->rows.at(0), (std::vector<std::string>{"confirmed", "8", "1.0", "1.2", "2"}));
}

TEST_F(ProofLogTest, RepeatsAreNoMeasurementsAndInNoSeries) {
  record::JobResult result = record::examples::result(9e6);
  result.proof = proof();
  finish(result);
  EXPECT_EQ(store_.runs().measurements(run_)->size(), 2u);
  EXPECT_EQ(store_.query("SELECT * FROM v_measurements")->rows.size(), 2u);
  EXPECT_EQ(store_.query("SELECT jobs, proofs FROM v_runs")->rows.at(0),
            (std::vector<std::string>{"2", "1"}));
  const auto series = store_.series().find("b");
  ASSERT_EQ(series->size(), 1u);
  EXPECT_EQ(series->at(0).points, 1);
}

TEST_F(ProofLogTest, ARepeatThatFailsLeavesItsReason) {
  record::JobResult failed = record::examples::result(1e6);
  failed.outcome = record::Outcome::kFailed;
  failed.error = "three workers were lost";
  finish(failed);
  const auto proofs = store_.proofs().load(run_);
  ASSERT_EQ(proofs->size(), 1u);
  EXPECT_EQ(proofs->at(0).outcome, record::ProofOutcome::kUnproven);
  EXPECT_EQ(proofs->at(0).sentence, "the repeats came to nothing: three workers were lost");
}

TEST_F(ProofLogTest, ReasonsCanBeNotedWithoutAJob) {
  record::Proof unproven;
  unproven.job_id = suspected_;
  unproven.sentence = "not repeated: a build scenario runs no plan";
  ASSERT_TRUE(store_.proofs().save({unproven}).ok());
  ASSERT_TRUE(store_.proofs().save({unproven}).ok()) << "noting it again replaces it";
  EXPECT_EQ(store_.proofs().load(run_)->at(0), unproven);
}

}  // namespace
}  // namespace nightjar::store
