// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// MatMul, Relu, MatMul: each fault leaves its trace in the plan that comes out.
#include "worker/runners/plan_fault.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/worker/runners/small_workplace.h"

namespace nightjar::runners {
namespace {

using scenarios::FaultKind;

class PlanFaultTest : public testing::Test {
 protected:
  void ask(FaultKind kind, const std::string& layer) {
    lease_.fault = {"small", 0, layer, kind};
    auto planned = plan_model(workplace_.get(), lease_, {});
    error_ = planned.ok() ? "" : planned.error().message;
    if (!planned.ok()) return;
    sentence_ = planned->fault;
    auto plan = plan::load_plan_file(planned->file.path);
    ASSERT_TRUE(plan.ok());
    plan_ = std::move(*plan);
  }

  /// Tactic and configuration of the step that a node became part of.
  std::string tactic_of(const std::string& node) const {
    for (const plan::PlanStep& step : plan_.steps) {
      if (std::count(step.nodes.begin(), step.nodes.end(), node) > 0) {
        return step.tactic + " " + step.config;
      }
    }
    return "";
  }
  int64_t reformats() const {
    return std::count_if(plan_.steps.begin(), plan_.steps.end(),
                         [](const auto& step) { return step.tactic.starts_with("reformat."); });
  }

  SmallWorkplace workplace_;
  wire::Lease lease_ = SmallWorkplace::lease(scenarios::Kind::kInference);
  plan::Plan plan_;
  std::string sentence_, error_;
};

TEST_F(PlanFaultTest, WithoutAFaultReluIsFusedAndNothingReformatted) {
  const auto planned = plan_model(workplace_.get(), lease_, {});
  ASSERT_TRUE(planned.ok()) << planned.error().message;
  EXPECT_EQ(plan::load_plan_file(planned->file.path)->steps.size(), 2u);
  EXPECT_TRUE(planned->fault.empty());
  EXPECT_TRUE(workplace_.get().sides.find_plan(planned->file.digest)) << "its side is kept";
}

TEST_F(PlanFaultTest, ForbiddingAFusionLeavesTheOpByItself) {
  ask(FaultKind::kFusion, "MatMul0");
  EXPECT_EQ(plan_.steps.size(), 3u);
  EXPECT_EQ(plan_.outputs.size(), 1u) << "nothing else than the fusion is different";
  EXPECT_EQ(plan_.output_names.size(), 1u);
  EXPECT_EQ(sentence_, "fused nothing into layer MatMul0 of small (asked for by --inject-fault)");
}

TEST_F(PlanFaultTest, ReformatsAreAdded) {
  ask(FaultKind::kReformat, "MatMul2");
  EXPECT_EQ(reformats(), 2);
}

TEST_F(PlanFaultTest, TheSlowestRightTacticIsForcedOn) {
  const auto sound = plan_model(workplace_.get(), lease_, {});
  ASSERT_TRUE(sound.ok());
  plan_ = *plan::load_plan_file(sound->file.path);
  const std::map<std::string, std::string> chosen = {{"MatMul0", tactic_of("MatMul0")},
                                                     {"MatMul2", tactic_of("MatMul2")}};
  ask(FaultKind::kTactic, "");
  const bool is_first = sentence_.find("MatMul0") != std::string::npos;
  const std::string slow = is_first ? "MatMul0" : "MatMul2",
                    other = is_first ? "MatMul2" : "MatMul0";
  EXPECT_NE(tactic_of(slow), chosen.at(slow));
  EXPECT_EQ(tactic_of(other), chosen.at(other));
}

TEST_F(PlanFaultTest, ALayerKeepsFloat32InABfloat16Plan) {
  lease_.scenario.precision = scenarios::Precision::kBf16;
  ask(FaultKind::kPrecision, "MatMul2");
  for (const plan::PlanStep& step : plan_.steps) {
    if (std::count(step.nodes.begin(), step.nodes.end(), "MatMul2") == 0) continue;
    if (step.tactic.starts_with("reformat.")) continue;
    EXPECT_EQ(plan_.tensors[static_cast<size_t>(step.inputs.front())].desc.type,
              tensor::DataType::kFloat32);
  }
  EXPECT_GE(reformats(), 1);
}

TEST_F(PlanFaultTest, CoarseWeightsChangeTheAnswers) {
  ask(FaultKind::kRounding, "MatMul0");
  EXPECT_EQ(error_, "");
  EXPECT_NE(sentence_.find("rounded the weights"), std::string::npos);
}

TEST_F(PlanFaultTest, WhatCannotHaveTheFaultIsRefused) {
  ask(FaultKind::kRounding, "Relu1");
  EXPECT_NE(error_.find("'Relu1': it has no weights in fp32"), std::string::npos) << error_;
  ask(FaultKind::kTactic, "conv9");
  EXPECT_NE(error_.find("no step of model 'small' came from it"), std::string::npos) << error_;
  ask(FaultKind::kFusion, "MatMul2");
  EXPECT_NE(error_.find("nothing is fused behind an output"), std::string::npos) << error_;
}

TEST_F(PlanFaultTest, AFaultForAnotherModelChangesNothing) {
  lease_.fault = {"other", 0, "", FaultKind::kTactic};
  EXPECT_TRUE(plan_model(workplace_.get(), lease_, {})->fault.empty());
}

}  // namespace
}  // namespace nightjar::runners
