// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A machine that is made up runs the trials; the prover must find out what is wrong with it.
#include "worker/proof/prover.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

namespace nightjar::worker::proof {
namespace {

using record::ProofArm;
using record::ProofOutcome;

constexpr double kBaselineNs = 1e6;
constexpr int64_t kSecondNs = 1'000'000'000;

record::ProofOrder order() {
  record::ProofOrder order;
  order.old_sides = {{"aa", "0a", "1a"}};
  order.new_side = {"bb", "0b", "1b"};
  order.baseline_ns = kBaselineNs;
  order.threshold = 0.05;
  order.budget_ns = 60 * kSecondNs;
  return order;
}

Stock full_stock() {
  Stock stock;
  stock.old_side = order().old_sides[0];
  stock.has_new_plan = true;
  return stock;
}

/// How fast each arm is, and which plan it runs.
struct Machine {
  std::map<ProofArm, double> median_ns = {{ProofArm::kOldProgram, kBaselineNs},
                                          {ProofArm::kOldPlan, kBaselineNs},
                                          {ProofArm::kNew, kBaselineNs},
                                          {ProofArm::kOldDecisions, kBaselineNs},
                                          {ProofArm::kFresh, kBaselineNs}};
  std::map<ProofArm, std::string> plans = {{ProofArm::kOldProgram, "0a"},
                                           {ProofArm::kOldPlan, "0a"},
                                           {ProofArm::kNew, "0b"},
                                           {ProofArm::kOldDecisions, "0d"},
                                           {ProofArm::kFresh, "0f"}};
  std::map<ProofArm, std::string> errors;
  double scatter = 0.001;  // From process to process.

  record::JobResult run(ProofArm arm, size_t number) const {
    record::JobResult result;
    if (const auto error = errors.find(arm); error != errors.end()) {
      result.outcome = record::Outcome::kFailed;
      result.error = error->second;
      return result;
    }
    result.latency.count = 50;
    std::mt19937_64 random(number);
    const double drawn = std::normal_distribution<double>(0, scatter)(random);
    result.latency.median_ns = median_ns.at(arm) * std::exp(drawn);
    result.plan_digest = plans.at(arm);
    return result;
  }
};

record::Proof prove(Prover prover, const Machine& machine, int64_t trial_ns = kSecondNs / 10) {
  int64_t now_ns = 0;
  size_t number = 0;
  while (const auto trial = prover.next(now_ns)) {
    if (++number > 1000) ADD_FAILURE() << "it does not end";
    if (number > 1000) break;
    prover.take(machine.run(trial->arm, number));
    now_ns += trial_ns;
  }
  return prover.proof(now_ns);
}

TEST(Prover, WhatDoesNotComeAgainIsNoise) {
  Machine calm;
  calm.scatter = 0;
  const record::Proof proof = prove({order(), full_stock()}, calm);
  EXPECT_EQ(proof.outcome, ProofOutcome::kNoise);
  ASSERT_EQ(proof.comparisons.size(), 1u);
  EXPECT_EQ(proof.comparisons[0].pairs, 4);
  EXPECT_EQ(proof.comparisons[0].finding, "same");
  EXPECT_EQ(proof.trials.size(), 8u);
  EXPECT_EQ(proof.sentence,
            "noise: side by side in fresh processes the new plan took 1.00 ms and the old plan "
            "1.00 ms, +0.0 % [-1.1 %, +1.2 %] in 4 pairs, where processes are believed "
            "to differ by 1.0 % and the baseline is 1.00 ms; what was "
            "seen does not come again");
}

TEST(Prover, SidesChangePlacesFromPairToPair) {
  Prover prover(order(), full_stock());
  std::vector<ProofArm> arms;
  for (size_t i = 0; i < 6; ++i) {
    const auto trial = prover.next(0);
    arms.push_back(trial->arm);
    prover.take(Machine().run(trial->arm, i));
  }
  const std::vector<ProofArm> expected = {ProofArm::kNew, ProofArm::kOldPlan, ProofArm::kOldPlan,
                                          ProofArm::kNew, ProofArm::kNew,     ProofArm::kOldPlan};
  EXPECT_EQ(arms, expected);
}

TEST(Prover, BothSidesSlowerIsTheEnvironment) {
  Machine slow;
  for (auto& [arm, median_ns] : slow.median_ns) median_ns *= 1.3;
  EXPECT_EQ(prove({order(), full_stock()}, slow).outcome, ProofOutcome::kEnvironment);
}

TEST(Prover, BothSidesSlowerUnderAnotherProgramCannotBeToldApart) {
  Machine slow;
  for (auto& [arm, median_ns] : slow.median_ns) median_ns *= 1.3;
  Stock stock = full_stock();
  stock.is_other_program = true;
  const record::Proof proof = prove({order(), stock}, slow);
  EXPECT_EQ(proof.outcome, ProofOutcome::kUnproven);
  EXPECT_NE(proof.sentence.find("--worker-binary"), std::string::npos) << proof.sentence;
}

TEST(Prover, ASlowerProgramIsFoundByTheOldOne) {
  Machine machine;
  machine.median_ns[ProofArm::kNew] *= 1.2;
  machine.median_ns[ProofArm::kOldPlan] *= 1.2;
  Stock stock = full_stock();
  stock.is_other_program = stock.has_old_program = true;
  const record::Proof proof = prove({order(), stock}, machine);
  EXPECT_EQ(proof.outcome, ProofOutcome::kConfirmed);
  ASSERT_EQ(proof.comparisons.size(), 2u);
  EXPECT_EQ(proof.comparisons[0].against, ProofArm::kOldProgram);
  EXPECT_EQ(proof.comparisons[1].arm, ProofArm::kOldPlan);
  EXPECT_NE(proof.sentence.find("the old plan is as slow when the new program runs it"),
            std::string::npos);
}

TEST(Prover, ABuildFromScratchThatIsFastIsLuck) {
  Machine machine;
  machine.median_ns[ProofArm::kNew] *= 1.2;
  const record::Proof proof = prove({order(), full_stock()}, machine);
  EXPECT_EQ(proof.outcome, ProofOutcome::kTacticLuck);
  ASSERT_EQ(proof.comparisons.size(), 3u);
  EXPECT_EQ(proof.comparisons[1].arm, ProofArm::kOldDecisions);
  EXPECT_EQ(proof.comparisons[2].arm, ProofArm::kFresh);
}

TEST(Prover, ABuilderThatChoosesBadlyEveryTimeIsConfirmed) {
  Machine machine;
  machine.median_ns[ProofArm::kNew] *= 1.2;
  machine.median_ns[ProofArm::kFresh] *= 1.2;
  EXPECT_EQ(prove({order(), full_stock()}, machine).outcome, ProofOutcome::kConfirmed);
}

TEST(Prover, TheSamePlanOutOfAFreshBuildNeedsNoRepeats) {
  Machine machine;
  machine.median_ns[ProofArm::kNew] *= 1.2;
  machine.plans[ProofArm::kOldDecisions] = "0a";
  machine.plans[ProofArm::kFresh] = "0b";
  const record::Proof proof = prove({order(), full_stock()}, machine);
  EXPECT_EQ(proof.outcome, ProofOutcome::kConfirmed);
  EXPECT_EQ(proof.trials.size(), 10u) << "4 pairs, and one build each";
}

TEST(Prover, CodeThatIsSlowFromTheOldDecisionsToo) {
  Machine machine;
  machine.median_ns[ProofArm::kNew] *= 1.2;
  machine.median_ns[ProofArm::kOldDecisions] *= 1.2;
  const record::Proof proof = prove({order(), full_stock()}, machine);
  EXPECT_EQ(proof.outcome, ProofOutcome::kConfirmed);
  EXPECT_EQ(proof.comparisons.size(), 2u);
}

TEST(Prover, OldDecisionsThatDoNotFitAnyMoreArePassedOver) {
  Machine machine;
  machine.median_ns[ProofArm::kNew] *= 1.2;
  machine.median_ns[ProofArm::kFresh] *= 1.2;
  machine.errors[ProofArm::kOldDecisions] = "the decisions are for another network";
  EXPECT_EQ(prove({order(), full_stock()}, machine).outcome, ProofOutcome::kConfirmed);
}

TEST(Prover, ABuiltSideIsRunAgainAndNotBuiltAgain) {
  Machine machine;
  machine.median_ns[ProofArm::kNew] *= 1.2;
  Prover prover(order(), full_stock());
  int builds = 0;
  size_t number = 0;
  while (const auto trial = prover.next(0)) {
    builds += trial->side.source == wire::SideChoice::Source::kFresh ? 1 : 0;
    prover.take(machine.run(trial->arm, number++));
  }
  EXPECT_EQ(builds, 1);
}

TEST(Prover, IdenticalSidesThatDifferBlameNobody) {
  record::ProofOrder same = order();
  same.new_side.plan_digest = same.old_sides[0].plan_digest;
  Machine machine;
  machine.median_ns[ProofArm::kNew] *= 1.2;
  EXPECT_EQ(prove({same, full_stock()}, machine).outcome, ProofOutcome::kAmbiguous);
}

TEST(Prover, AFaultPutInOnPurposeIsConfirmed) {
  Machine machine;
  machine.median_ns[ProofArm::kNew] *= 1.2;
  Stock stock = full_stock();
  stock.has_fault = true;
  EXPECT_EQ(prove({order(), stock}, machine).outcome, ProofOutcome::kConfirmed);
}

TEST(Prover, WithoutAnOldSideOnlyNoiseCanBeProven) {
  Stock stock;
  stock.has_new_plan = true;
  const record::Proof calm = prove({order(), stock}, Machine());
  EXPECT_EQ(calm.outcome, ProofOutcome::kNoise);
  EXPECT_EQ(calm.comparisons[0].against, ProofArm::kBaseline);
  Machine slow;
  slow.median_ns[ProofArm::kNew] *= 1.2;
  const record::Proof lonely = prove({order(), stock}, slow);
  EXPECT_EQ(lonely.outcome, ProofOutcome::kUnproven);
  EXPECT_NE(lonely.sentence.find("no plan of the earlier runs is kept"), std::string::npos);
}

TEST(Prover, WhatIsNotKeptIsSaidInOneSentence) {
  const record::Proof proof = prove({order(), Stock()}, Machine());
  EXPECT_EQ(proof.outcome, ProofOutcome::kUnproven);
  EXPECT_EQ(proof.sentence,
            "not repeated: the plan that raised the suspicion is not kept any more; raise "
            "--sides-limit");
  EXPECT_TRUE(proof.trials.empty());
}

TEST(Prover, AnOldSideThatCannotBeRunIsSaid) {
  Machine machine;
  machine.errors[ProofArm::kOldPlan] = "the plan is of format 3";
  const record::Proof proof = prove({order(), full_stock()}, machine);
  EXPECT_EQ(proof.outcome, ProofOutcome::kUnproven);
  EXPECT_EQ(proof.sentence,
            "not repeated: the old plan cannot be repeated: the plan is of format 3");
}

TEST(Prover, ScatterAndAnEmptyPurseStayAmbiguous) {
  Machine wild;
  wild.median_ns[ProofArm::kNew] *= 1.06;
  wild.scatter = 0.8;
  EXPECT_EQ(prove({order(), full_stock()}, wild).outcome, ProofOutcome::kAmbiguous);
  Machine slow;
  slow.median_ns[ProofArm::kNew] *= 1.2;
  const record::Proof poor = prove({order(), full_stock()}, slow, 10 * kSecondNs);
  EXPECT_EQ(poor.outcome, ProofOutcome::kAmbiguous);
  EXPECT_LE(poor.trials.size(), 6u);
}

TEST(Prover, AFasterSideIsProvenTheOtherWayRound) {
  record::ProofOrder faster = order();
  faster.is_faster = true;
  Machine machine;
  machine.median_ns[ProofArm::kNew] /= 1.2;
  machine.median_ns[ProofArm::kFresh] /= 1.2;
  const record::Proof proof = prove({faster, full_stock()}, machine);
  EXPECT_EQ(proof.outcome, ProofOutcome::kConfirmed);
  EXPECT_NEAR(proof.comparisons[0].change, 1 / 1.2 - 1, 0.002);
  EXPECT_LE(proof.comparisons[0].low, proof.comparisons[0].change);
}

}  // namespace
}  // namespace nightjar::worker::proof
