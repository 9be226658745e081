// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/calibration/fault_cases.h"

#include <gtest/gtest.h>

#include "tests/results/examples.h"

namespace nightjar::report {
namespace {

using scenarios::FaultKind;

record::Measurement measurement(const std::string& model, scenarios::Precision precision,
                                std::vector<record::LayerRow> layers) {
  record::Measurement made;
  made.scenario = record::examples::scenario(model);
  made.scenario.precision = precision;
  made.result.layers = std::move(layers);
  return made;
}

record::LayerRow row(const std::string& name, std::vector<std::string> nodes, double share,
                     const std::string& tactic = "conv.plain.v1") {
  record::LayerRow made;
  made.name = name;
  made.nodes = std::move(nodes);
  made.share = share;
  made.tactic = tactic;
  return made;
}

TEST(FaultCases, LargestLayersComeFirstAndModelsTakeTurns) {
  const auto cases = fault_cases(
      {measurement("a", scenarios::Precision::kFp32,
                   {row("a1", {"a1"}, 0.3), row("a2", {"a2", "relu"}, 0.6),
                    row("a3", {"a3"}, 0.005), row("a4", {"a4"}, 0.1, "reformat.plain.v1")}),
       measurement("b", scenarios::Precision::kBf16, {row("b1", {"b1"}, 1)})});
  std::vector<std::string> layers;
  for (const FaultCase& one : cases.at(FaultKind::kTactic)) layers.push_back(one.fault.layer);
  EXPECT_EQ(layers, (std::vector<std::string>{"a2", "b1", "a1"}));
  EXPECT_EQ(cases.at(FaultKind::kTactic)[1].fault,
            (scenarios::FaultInjection{"b", 0, "b1", FaultKind::kTactic}));
}

TEST(FaultCases, AFaultNeedsALayerThatCanHaveIt) {
  const auto cases =
      fault_cases({measurement("a", scenarios::Precision::kFp32,
                               {row("a1", {"a1"}, 0.4), row("a2", {"a2", "r"}, 0.6)}),
                   measurement("b", scenarios::Precision::kBf16, {row("b1", {"b1"}, 1)})});
  ASSERT_EQ(cases.at(FaultKind::kFusion).size(), 1u);
  EXPECT_EQ(cases.at(FaultKind::kFusion)[0].fault.layer, "a2");
  ASSERT_EQ(cases.at(FaultKind::kPrecision).size(), 1u);
  EXPECT_EQ(cases.at(FaultKind::kPrecision)[0].fault.layer, "b1");
}

TEST(FaultCases, DelaysHaveSeveralSizes) {
  const auto cases = fault_cases({measurement(
      "a", scenarios::Precision::kFp32,
      {row("x", {"x"}, 0.4), row("y", {"y"}, 0.3), row("z", {"z"}, 0.2), row("w", {"w"}, 0.1)})});
  std::vector<double> sizes;
  for (const FaultCase& one : cases.at(FaultKind::kDelay)) sizes.push_back(one.fault.slow_down);
  EXPECT_EQ(sizes, (std::vector<double>{0.05, 0.1, 0.2, 0.05}));
}

}  // namespace
}  // namespace nightjar::report
