// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/suite_request.h"

#include <gtest/gtest.h>

namespace nightjar::cli {
namespace {

SuiteRequest smoke() {
  SuiteRequest request;
  request.path = std::string(NIGHTJAR_SOURCE_DIR) + "/scenarios/suites/smoke.yaml";
  return request;
}

std::string error_of(const SuiteRequest& request) {
  const auto run = read_request(request);
  return run.ok() ? "no error" : run.error().message;
}

TEST(SuiteRequest, HoldsTheWholeSuiteAndItsText) {
  const auto run = read_request(smoke());
  ASSERT_TRUE(run.ok()) << run.error().message;
  EXPECT_EQ(run->suite_name, "smoke");
  EXPECT_GE(run->scenarios.size(), 12u);
  EXPECT_NE(run->suite_text.find("name: smoke"), std::string::npos);
  EXPECT_TRUE(run->fault.empty());
}

TEST(SuiteRequest, TheFilterMatchesNamesAndModels) {
  SuiteRequest request = smoke();
  request.filter = "policy_mlp";
  const auto by_model = read_request(request);
  ASSERT_TRUE(by_model.ok()) << by_model.error().message;
  for (const auto& scenario : by_model->scenarios) {
    EXPECT_EQ(scenario.model, "policy_mlp");
  }
  request.filter = "*/bf16/*";
  const auto by_name = read_request(request);
  ASSERT_TRUE(by_name.ok()) << by_name.error().message;
  for (const auto& scenario : by_name->scenarios) {
    EXPECT_EQ(scenario.precision, scenarios::Precision::kBf16);
  }
  request.filter = "nothing*";
  EXPECT_NE(error_of(request).find("no scenario of"), std::string::npos);
}

TEST(SuiteRequest, ReadsFaults) {
  EXPECT_EQ(*parse_fault("resnet50=20%", "conv1"),
            (scenarios::FaultInjection{"resnet50", 0.2, "conv1"}));
  EXPECT_EQ(*parse_fault("a=b.onnx=0.5", ""), (scenarios::FaultInjection{"a=b.onnx", 0.5, ""}));
  EXPECT_TRUE(parse_fault("", "")->empty());
  for (const char* wrong :
       {"resnet50", "=20%", "a=", "a=fast", "a=-1", "a=0", "a=nan", "a=20%%", "a=1e9"}) {
    EXPECT_FALSE(parse_fault(wrong, "").ok()) << wrong;
  }
  EXPECT_FALSE(parse_fault("", "conv1").ok());
}

TEST(SuiteRequest, ReadsFaultsOfPlans) {
  EXPECT_EQ(*parse_plan_fault("resnet50=tactic", "conv1"),
            (scenarios::FaultInjection{"resnet50", 0, "conv1", scenarios::FaultKind::kTactic}));
  for (const char* wrong : {"resnet50", "=tactic", "a=", "a=delay", "a=magic"}) {
    EXPECT_FALSE(parse_plan_fault(wrong, "").ok()) << wrong;
  }
  SuiteRequest both = smoke();
  both.inject_fault = "policy_mlp=fusion";
  EXPECT_EQ(read_request(both)->fault.kind, scenarios::FaultKind::kFusion);
  both.inject_slowdown = "policy_mlp=20%";
  EXPECT_NE(error_of(both).find("a run has one fault"), std::string::npos);
}

TEST(SuiteRequest, AFaultIsForAModelOfTheSuite) {
  SuiteRequest request = smoke();
  request.inject_slowdown = "policy_mpl=20%";
  EXPECT_EQ(error_of(request),
            "the fault is for model 'policy_mpl': unknown, did you mean 'policy_mlp'?");
  request.inject_slowdown = "policy_mlp=20%";
  EXPECT_EQ(read_request(request)->fault.slow_down, 0.2);
}

}  // namespace
}  // namespace nightjar::cli
