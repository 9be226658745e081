// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/proof/judge.h"

#include <gtest/gtest.h>

#include "tests/results/proof/examples.h"

namespace nightjar::proof {
namespace {

using examples::share_of;
using examples::Sides;

TEST(ProofTest, BeginsWithTheStoredPlans) {
  ProofEvidence evidence;
  evidence.baseline_ns = 1e6;
  evidence.suspected_ns = 1.03e6;
  const Proof proof = judge(evidence);
  EXPECT_EQ(proof.outcome, Outcome::kNeedMore);
  EXPECT_EQ(proof.next, NextPair::kStored);
  EXPECT_EQ(proof.sentence, "nothing has been run again yet");
}

TEST(ProofTest, ASlowerProgramIsConfirmedByPairsBuiltAnew) {
  ProofEvidence evidence;
  const Proof proof = examples::prove({.of_code = 0.03}, 1, evidence);
  EXPECT_EQ(proof.outcome, Outcome::kConfirmedInCode);
  EXPECT_GE(evidence.rebuilt.size(), 3U);
  EXPECT_LT(proof.change_low, 0.03);
  EXPECT_GT(proof.change_high, 0.03);
  EXPECT_GT(proof.odds, 1000);
  EXPECT_NE(proof.sentence.find("confirmed in the code"), std::string::npos);
  EXPECT_NE(proof.sentence.find("0.40 % between processes and 0.50 % between builds"),
            std::string::npos);
}

TEST(ProofTest, EachCauseGetsItsName) {
  EXPECT_GE(share_of(Outcome::kConfirmedInCode, {.of_code = 0.05}), 0.98);
  EXPECT_GE(share_of(Outcome::kConfirmedInCode, {.of_code = 0.03}), 0.85);
  EXPECT_GE(share_of(Outcome::kTacticLuck, {.of_plans = 0.04}), 0.98);
  EXPECT_GE(share_of(Outcome::kEnvironment, {.of_night = 0.04}), 0.97);
  EXPECT_GE(share_of(Outcome::kNoise, {.of_chance = 0.04}), 0.97);
}

TEST(ProofTest, WhatDidNotChangeIsNotConfirmed) {
  for (const double harmless : {0.0, 0.006}) {
    EXPECT_LE(share_of(Outcome::kConfirmedInCode, {.of_code = harmless}, 20'000), 0.001);
  }
  // A spread that is twice what was believed costs certainty, not truth.
  int confirmed = 0;
  for (uint64_t seed = 0; seed < 5000; ++seed) {
    std::mt19937_64 generator(seed);
    ProofEvidence evidence{1e6, 1.03e6, {}, {}, {0.002, 0.0025, 10}, true};
    Proof proof = judge(evidence);
    while (proof.outcome == Outcome::kNeedMore) {
      auto& pairs = proof.next == NextPair::kRebuilt ? evidence.rebuilt : evidence.stored;
      pairs.push_back(examples::run({}, proof.next, generator));
      proof = judge(evidence);
    }
    confirmed += proof.outcome == Outcome::kConfirmedInCode ? 1 : 0;
  }
  EXPECT_LE(confirmed, 10);
}

TEST(ProofTest, OneWildPairConfirmsNothing) {
  ProofEvidence evidence{1e6, 1.03e6, {{1e6, 1.3e6}}, {{1e6, 1e6}, {1e6, 1.3e6}}, {}, true};
  EXPECT_NE(judge(evidence).outcome, Outcome::kConfirmedInCode);
  evidence.rebuilt = {{1e6, 1.3e6}, {1e6, 1.31e6}, {1e6, 1.29e6}};
  EXPECT_EQ(judge(evidence).outcome, Outcome::kConfirmedInCode);
}

TEST(ProofTest, FasterIsProvenAsSlowerIs) {
  const std::vector<Pair> pairs(4, Pair{1.0e6, 0.95e6});
  const ProofEvidence evidence{1e6, 0.95e6, {pairs[0]}, pairs, {}, true};
  const Proof proof = judge(evidence);
  EXPECT_EQ(proof.outcome, Outcome::kConfirmedInCode);
  EXPECT_NEAR(proof.change, -0.05, 1e-9);
  EXPECT_LT(proof.change_low, proof.change_high);
}

TEST(ProofTest, PinnedDecisionsNeedNoRebuilding) {
  ProofEvidence evidence;
  const Proof proof = examples::prove({.of_code = 0.03, .spread = {0.004, 0, 10}}, 3, evidence);
  EXPECT_EQ(proof.outcome, Outcome::kConfirmedInCode);
  EXPECT_TRUE(evidence.rebuilt.empty());
}

TEST(ProofTest, WithoutTheOldBuilderCodeAndLuckAreOneQuestion) {
  ProofEvidence evidence{1e6, 1.05e6, std::vector<Pair>(4, Pair{1e6, 1.05e6}), {}, {}, false};
  const Proof proof = judge(evidence);
  EXPECT_EQ(proof.outcome, Outcome::kAmbiguous);
  EXPECT_NE(proof.sentence.find("the old side cannot be built again"), std::string::npos);
}

TEST(ProofTest, PairsRunOut) {
  ProofEvidence evidence;
  ProofPolicy policy;
  policy.most_pairs = 1;
  evidence.baseline_ns = 1e6;
  evidence.suspected_ns = 1.03e6;
  evidence.stored = {{1e6, 1.02e6}};
  EXPECT_EQ(judge(evidence, policy).outcome, Outcome::kAmbiguous);
}

TEST(ProofTest, WordsForOutcomes) {
  EXPECT_STREQ(to_string(Outcome::kConfirmedInCode), "confirmed_in_code");
  EXPECT_STREQ(to_string(Outcome::kTacticLuck), "tactic_luck");
  EXPECT_STREQ(to_string(NextPair::kRebuilt), "rebuilt");
}

TEST(ProofDeathTest, TimesArePositive) {
  const ProofEvidence evidence{1e6, 1e6, {{1e6, 0}}, {}, {}, true};
  EXPECT_DEATH(judge(evidence), "positive times");
}

}  // namespace
}  // namespace nightjar::proof
