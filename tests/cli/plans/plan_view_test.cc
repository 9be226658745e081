// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/plans/plan_view.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace nightjar::cli {
namespace {

constexpr const char* kDecisions = R"({"format": "nightjar decisions 1", "model": "m",
  "precision": "fp32", "device_class": "cpu x2", "libraries": {"onednn": "2.6"},
  "steps": [{"step": "Conv_0", "operation": "FusedConv", "nodes": ["Conv_0", "Relu_1"],
    "problem": "conv", "tactic": "conv.own.v1", "config": "t4", "reason": "fastest",
    "median_ns": 1500,
    "candidates": [{"tactic": "conv.plain.v1", "median_ns": 9000},
                   {"tactic": "conv.own.v1", "config": "t4", "median_ns": 1500},
                   {"tactic": "conv.bad.v1", "rejected": "element 3 is 1"}]}]})";

TEST(PlanView, DecisionsBecomeSteps) {
  const auto view = view_decisions(kDecisions);
  ASSERT_TRUE(view.ok()) << view.error().message;
  EXPECT_EQ(view->libraries, (std::vector<std::string>{"onednn 2.6"}));
  ASSERT_EQ(view->steps.size(), 1u);
  EXPECT_EQ(view->steps[0].candidates[2].rejected, "element 3 is 1");
  EXPECT_EQ(view->total_ns(), 1500);
}

TEST(PlanView, CountsRivalsThatAgreedWithPlain) {
  PlanView view;
  build::DecidedStep contested, alone;
  contested.median_ns = 30;
  contested.candidates = {{"conv.plain.v1", ""},
                          {"conv.onednn.v1", "a"},
                          {"conv.onednn.v1", "b"},
                          {"conv.own.product.v2", "14x32"},
                          {"conv.own.product.v2", "9x48", 0, 0, 0, 0, "differs"}};
  alone.median_ns = 10;
  alone.candidates = {{"movement.plain.v1", ""}, {"movement.host.v1", ""}};
  view.steps = {contested, alone};
  EXPECT_EQ(verified_rivals(contested), 3u);
  EXPECT_EQ(verified_rivals(alone), 0u);
  EXPECT_EQ(view.contested_ns(3), 30);
  EXPECT_EQ(view.contested_ns(4), 0);
}

TEST(PlanView, AScriptsStepsAreShownWhereTheyRun) {
  const auto view = view_decisions(
      R"({"format": "nightjar decisions 1",
          "script": [{"step": "NonZero_0", "operation": "NonZero", "tactic": "late",
                      "nodes": ["NonZero_0"]},
                     {"step": "MatMul_1", "operation": "MatMul", "tactic": "gemm.own.v1",
                      "nodes": ["MatMul_1"]}],
          "parts": [{"steps": [{"step": "MatMul_1", "tactic": "gemm.own.v1", "median_ns": 7,
                                "nodes": ["MatMul_1"]}]}]})");
  ASSERT_TRUE(view.ok()) << view.error().message;
  ASSERT_EQ(view->steps.size(), 2u);
  EXPECT_EQ(view->steps[0].reason, "lowered while the model runs");
  EXPECT_EQ(view->steps[1].median_ns, 7);
}

TEST(PlanView, WhatIsNoPlanIsRefusedByName) {
  const std::string path = (std::filesystem::path(testing::TempDir()) / "not.json").string();
  std::ofstream(path) << "[1, 2]";
  const auto view = load_plan_view(path);
  ASSERT_FALSE(view.ok());
  EXPECT_EQ(view.error().message, path + ": is neither a plan nor decisions of format 1");
  EXPECT_FALSE(load_plan_view("/nonexistent.plan").ok());
}

}  // namespace
}  // namespace nightjar::cli
