// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/plans/plan_diff.h"

#include <gtest/gtest.h>

namespace nightjar::cli {
namespace {

build::DecidedStep step(const std::string& name, std::vector<std::string> nodes,
                        const std::string& tactic, double median_ns) {
  build::DecidedStep view;
  view.name = name;
  view.nodes = std::move(nodes);
  view.tactic = tactic;
  view.median_ns = median_ns;
  return view;
}

PlanView plan_of(std::vector<build::DecidedStep> steps) {
  PlanView view;
  view.steps = std::move(steps);
  return view;
}

TEST(PlanDiff, EqualPlansDoNotDiffer) {
  const PlanView plan = plan_of({step("a", {"Conv_0", "Relu_1"}, "conv.own.v1", 1000)});
  EXPECT_TRUE(diff_plans(plan, plan, 0.1).empty());
}

TEST(PlanDiff, EverySortOfChangeIsToldOncePerStep) {
  const PlanView before = plan_of({step("a", {"Conv_0", "Relu_1"}, "conv.own.v1", 1000),
                                   step("b", {"MatMul_2"}, "gemm.own.v1", 1000),
                                   step("c", {"Add_3"}, "pointwise.plain.v1", 1000),
                                   step("d", {"Old_4"}, "pointwise.plain.v1", 1000)});
  const PlanView after = plan_of({step("a", {"Conv_0"}, "conv.own.v1", 900),
                                  step("a2", {"Relu_1"}, "pointwise.plain.v1", 100),
                                  step("b", {"MatMul_2"}, "gemm.onednn.v1", 1000),
                                  step("c", {"Add_3"}, "pointwise.plain.v1", 1300),
                                  step("e", {"New_5"}, "pointwise.plain.v1", 1000)});
  const auto changes = diff_plans(before, after, 0.1);
  std::vector<std::string> told;
  for (const PlanChange& change : changes) {
    told.push_back(std::string(name_of(change.kind)) + " " + change.node);
  }
  EXPECT_EQ(told, (std::vector<std::string>{"only in the first Old_4", "only in the second New_5",
                                            "grouped Conv_0", "grouped Relu_1", "tactic MatMul_2",
                                            "time Add_3"}));
}

TEST(PlanDiff, TimesWithinTheShareAreEqual) {
  const PlanView before = plan_of({step("a", {"Conv_0"}, "conv.own.v1", 1000)});
  const PlanView after = plan_of({step("a", {"Conv_0"}, "conv.own.v1", 1090)});
  EXPECT_TRUE(diff_plans(before, after, 0.1).empty());
  EXPECT_EQ(diff_plans(before, after, 0.05).size(), 1u);
}

}  // namespace
}  // namespace nightjar::cli
