// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/proven.h"

#include <gtest/gtest.h>

#include "results/verdict/judge.h"
#include "tests/results/verdict/examples.h"

namespace nightjar::verdict {
namespace {

using namespace examples;
using record::ProofOutcome;
using record::VerdictKind;

record::Verdict suspected(double change = 0.2, VerdictKind kind = VerdictKind::kRegressed) {
  record::Verdict verdict;
  verdict.kind = kind;
  verdict.baseline_ns = 1e6;
  verdict.change = change;
  verdict.threshold = 0.05;
  verdict.sentence = "latency is +20.0 %";
  return verdict;
}

record::Proof proof(ProofOutcome outcome) {
  record::Proof proof;
  proof.outcome = outcome;
  proof.sentence = "this came of it";
  return proof;
}

TEST(Proven, OnlyWhatMattersAndIsNotBelievedYetOrWouldBeNewsIsSuspicious) {
  EXPECT_TRUE(is_suspicious(suspected()));
  EXPECT_TRUE(is_suspicious(suspected(0.2, VerdictKind::kAmbiguous)));
  EXPECT_TRUE(is_suspicious(suspected(-0.2, VerdictKind::kAmbiguous)));
  EXPECT_TRUE(is_suspicious(suspected(0.2, VerdictKind::kNoisy)));
  EXPECT_FALSE(is_suspicious(suspected(0.01))) << "less accurate, and no slower";
  EXPECT_FALSE(is_suspicious(suspected(0.01, VerdictKind::kNoisy)));
  EXPECT_TRUE(is_suspicious(suspected(-0.2, VerdictKind::kImproved)));
  EXPECT_FALSE(is_suspicious(suspected(-0.2, VerdictKind::kOk)));
  record::Verdict first = suspected();
  first.baseline_ns = 0;
  EXPECT_FALSE(is_suspicious(first));
}

TEST(Proven, EachOutcomeMakesItsKind) {
  const std::pair<ProofOutcome, VerdictKind> expected[] = {
      {ProofOutcome::kConfirmed, VerdictKind::kRegressed},
      {ProofOutcome::kTacticLuck, VerdictKind::kAmbiguous},
      {ProofOutcome::kEnvironment, VerdictKind::kNoisy},
      {ProofOutcome::kNoise, VerdictKind::kOk},
      {ProofOutcome::kAmbiguous, VerdictKind::kAmbiguous},
      {ProofOutcome::kUnproven, VerdictKind::kRegressed}};
  for (const auto& [outcome, kind] : expected) {
    record::Verdict verdict = suspected();
    overrule(proof(outcome), verdict);
    EXPECT_EQ(verdict.kind, kind) << record::to_string(outcome);
    EXPECT_EQ(verdict.sentence, "latency is +20.0 %; this came of it");
  }
  record::Verdict faster = suspected(-0.2, VerdictKind::kAmbiguous);
  overrule(proof(ProofOutcome::kConfirmed), faster);
  EXPECT_EQ(faster.kind, VerdictKind::kImproved);
  overrule(proof(ProofOutcome::kNoise), faster);
  EXPECT_EQ(faster.kind, VerdictKind::kOk) << "an improvement has to repeat as well";
}

TEST(Proven, AProofSaysNothingOfAccuracy) {
  record::Measurement slow = slowed(2, 1e6, 0.3);
  slow.result.accuracy = record::Accuracy();
  slow.result.accuracy->cosine = 0.5;
  slow.scenario.limits.min_cosine = 0.99;
  const auto history = points({1e6});
  const record::Proof noise = proof(ProofOutcome::kNoise);
  const record::Verdict verdict = judge(slow, choose_baseline(history), nullptr, Policy(), &noise);
  EXPECT_EQ(verdict.kind, VerdictKind::kRegressed);
  EXPECT_NE(verdict.sentence.find("cosine"), std::string::npos);
}

TEST(Proven, ASuspicionThatWasNoiseIsOk) {
  const record::Measurement slow = slowed(2, 1e6, 0.3);
  const auto history = points({1e6});
  ASSERT_TRUE(is_suspicious(judge(slow, choose_baseline(history), nullptr)));
  const record::Proof noise = proof(ProofOutcome::kNoise);
  EXPECT_EQ(judge(slow, choose_baseline(history), nullptr, Policy(), &noise).kind,
            VerdictKind::kOk);
}

TEST(Proven, OldSidesAreTheNewestThatWereNormal) {
  const Baseline baseline = choose_baseline(points({1e6, 1.01e6, 0.99e6, 1e6, 1.3e6}));
  const auto typical = typical_points(baseline, 0.05, 2);
  ASSERT_EQ(typical.size(), 2u);
  EXPECT_EQ(typical[0].run, 4);
  EXPECT_EQ(typical[1].run, 3);
  EXPECT_TRUE(typical_points(Baseline(), 0.05, 2).empty());
}

}  // namespace
}  // namespace nightjar::verdict
