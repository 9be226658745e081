// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/calibration/fault_score.h"

#include <gtest/gtest.h>

#include "tests/results/examples.h"

namespace nightjar::report {
namespace {

using record::LayerCause;
using scenarios::FaultKind;

FaultCase fault(FaultKind kind, const std::string& layer = "conv_1") {
  const scenarios::Scenario scenario = record::examples::scenario("net");
  return {scenario, {scenario.model, 0, layer, kind}};
}

record::JobResult done() {
  record::JobResult result;
  result.outcome = record::Outcome::kDone;
  return result;
}

record::Proof proof(double change, const std::string& finding, LayerCause cause,
                    const std::string& layer) {
  record::Proof made;
  record::ProofComparison whole;
  whole.change = change;
  whole.finding = finding;
  made.comparisons = {whole};
  record::LayerAttribution first;
  first.cause = cause;
  first.layer = layer;
  first.nodes = {layer};
  made.layers = {first};
  return made;
}

FaultFinding finding_of(const FaultCase& of, const record::Proof& proof) {
  return judge_fault(of, done(), &proof, 0.02);
}

TEST(FaultScore, TheRightLayerForTheRightReasonIsRight) {
  const FaultCase of = fault(FaultKind::kTactic);
  EXPECT_EQ(finding_of(of, proof(0.1, "differs", LayerCause::kTacticChanged, "conv_1")),
            FaultFinding::kRight);
  EXPECT_EQ(finding_of(of, proof(0.1, "differs", LayerCause::kFusionChanged, "conv_1")),
            FaultFinding::kWrongClass);
  EXPECT_EQ(finding_of(of, proof(0.1, "differs", LayerCause::kTacticChanged, "conv_2")),
            FaultFinding::kWrongLayer);
}

TEST(FaultScore, WhatIsTooSmallOrCouldNotBeDoneDoesNotCount) {
  const FaultCase of = fault(FaultKind::kDelay);
  EXPECT_EQ(judge_fault(of, done(), nullptr, 0.02), FaultFinding::kTooSmall);
  EXPECT_EQ(finding_of(of, proof(0.015, "open", LayerCause::kSlowerTactic, "conv_1")),
            FaultFinding::kTooSmall);
  EXPECT_EQ(finding_of(of, proof(0.03, "same", LayerCause::kSlowerTactic, "conv_1")),
            FaultFinding::kTooSmall);
  record::JobResult failed = done();
  failed.outcome = record::Outcome::kFailed;
  EXPECT_EQ(judge_fault(of, failed, nullptr, 0.02), FaultFinding::kUnfit);
  const record::Proof cancelled;
  EXPECT_EQ(finding_of(of, cancelled), FaultFinding::kUnfit);
}

TEST(FaultScore, AChangeThatWasLeftOpenCountsAsMissed) {
  EXPECT_EQ(finding_of(fault(FaultKind::kDelay),
                       proof(0.03, "open", LayerCause::kSlowerTactic, "conv_1")),
            FaultFinding::kUnproven);
}

TEST(FaultScore, AnAddedReformatHasANameOfItsOwn) {
  const FaultCase of = fault(FaultKind::kReformat);
  EXPECT_EQ(finding_of(of, proof(0.1, "differs", LayerCause::kReformatAdded, "x.fault")),
            FaultFinding::kRight);
  EXPECT_EQ(finding_of(of, proof(0.1, "differs", LayerCause::kReformatAdded, "conv_1")),
            FaultFinding::kWrongLayer);
}

TEST(FaultScore, PrintsTheShareWithItsIntervalAndWhatWentWrong) {
  FaultScore score;
  const record::Proof right = proof(0.1, "differs", LayerCause::kTacticChanged, "conv_1");
  const record::Proof wrong = proof(0.1, "differs", LayerCause::kTacticChanged, "conv_2");
  for (int i = 0; i < 9; ++i) score.add(try_fault(fault(FaultKind::kTactic), done(), &right, 0.02));
  score.add(try_fault(fault(FaultKind::kTactic), done(), &wrong, 0.02));
  score.add(try_fault(fault(FaultKind::kTactic), done(), nullptr, 0.02));
  EXPECT_EQ(score.counted(FaultKind::kTactic), 10);
  const std::string text = print_fault_score(score, {});
  EXPECT_NE(text.find("9 of 10 faults"), std::string::npos) << text;
  EXPECT_NE(text.find("90.0 % (95 % interval 55.5 % to 99.7 %)"), std::string::npos) << text;
  EXPECT_NE(text.find("wrong_layer: tactic at conv_1"), std::string::npos) << text;
  const std::string json = print_fault_score_json(score);
  EXPECT_NE(json.find("\"right\": 9"), std::string::npos) << json;
  EXPECT_NE(json.find("\"too_small\": 1"), std::string::npos) << json;
}

}  // namespace
}  // namespace nightjar::report
