// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/record/record.h"

#include <gtest/gtest.h>

#include "results/record/run.h"
#include "results/record/verdict.h"
#include "tests/results/examples.h"

namespace nightjar::record {
namespace {

TEST(OutcomeTest, EveryWordReadsBack) {
  for (const Outcome outcome : {Outcome::kDone, Outcome::kFailed, Outcome::kCancelled}) {
    EXPECT_EQ(outcome_from_string(to_string(outcome)), outcome);
  }
  EXPECT_STREQ(to_string(Outcome::kDone), "done");
  EXPECT_EQ(outcome_from_string("finished"), std::nullopt);
}

TEST(VerdictKindTest, EveryWordReadsBack) {
  for (int kind = 0; kind <= static_cast<int>(VerdictKind::kNotMeasured); ++kind) {
    const auto value = static_cast<VerdictKind>(kind);
    EXPECT_EQ(verdict_kind_from_string(to_string(value)), value);
  }
  EXPECT_STREQ(to_string(VerdictKind::kNotMeasured), "not_measured");
  EXPECT_EQ(verdict_kind_from_string("fine"), std::nullopt);
}

TEST(ProofTest, EveryWordReadsBack) {
  for (const auto outcome :
       {ProofOutcome::kConfirmed, ProofOutcome::kTacticLuck, ProofOutcome::kEnvironment,
        ProofOutcome::kNoise, ProofOutcome::kAmbiguous, ProofOutcome::kUnproven}) {
    EXPECT_EQ(proof_outcome_from_string(to_string(outcome)), outcome);
  }
  for (int i = 0; i <= static_cast<int>(ProofArm::kBaseline); ++i) {
    const auto arm = static_cast<ProofArm>(i);
    EXPECT_EQ(proof_arm_from_string(to_string(arm)), arm);
  }
  for (int i = 0; i <= static_cast<int>(LayerCause::kUnattributed); ++i) {
    const auto cause = static_cast<LayerCause>(i);
    EXPECT_EQ(layer_cause_from_string(to_string(cause)), cause);
  }
  EXPECT_FALSE(proof_outcome_from_string("unknown"));
}

TEST(EnvironmentTest, TheExampleIsComplete) { EXPECT_TRUE(examples::environment().complete()); }

TEST(EnvironmentTest, NamesWhatIsMissing) {
  Environment environment = examples::environment();
  environment.compiler.clear();
  environment.memory_bytes = 0;
  EXPECT_EQ(environment.missing_fields(), (std::vector<std::string>{"compiler", "memory_bytes"}));
  EXPECT_FALSE(environment.complete());
}

TEST(EnvironmentTest, ADriverStandsInForAnInstructionSet) {
  Environment environment = examples::environment();
  environment.isa.clear();
  EXPECT_FALSE(environment.complete());
  environment.driver = "560.35";
  EXPECT_TRUE(environment.complete());
}

TEST(RunTest, IdIsTheSequenceNumber) { EXPECT_EQ(run_id(7), "r7"); }

TEST(JobCountsTest, FinishedWhenNothingIsOpen) {
  JobCounts counts;
  counts.done = 3;
  counts.failed = 1;
  EXPECT_TRUE(counts.finished());
  counts.leased = 1;
  EXPECT_FALSE(counts.finished());
  EXPECT_EQ(counts.total(), 5);
}

}  // namespace
}  // namespace nightjar::record
