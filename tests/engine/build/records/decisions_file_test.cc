// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/records/decisions_file.h"

#include <gtest/gtest.h>

namespace nightjar::build {
namespace {

Decisions sample() {
  DecidedStep step;
  step.name = "Conv_0";
  step.operation = "FusedConv";
  step.nodes = {"Conv_0", "Relu_1"};
  step.problem = "conv";
  step.problem_digest = "abc";
  step.tactic = "conv.own.v1";
  step.config = "t4";
  step.reason = "fastest";
  step.median_ns = 1500.25;
  step.output_digest = "def";
  step.clock_mhz = 3700;
  step.candidates = {{"conv.plain.v1", "", 9000, 8000, 9500, 7},
                     {"conv.own.v1", "t4", 1500.25, 1400, 1600, 7},
                     {"conv.bad.v1", "", 0, 0, 0, 0, "element 3 is \"1\""}};
  return {"m", "fp32", "cpu x2", {{"onednn", "2.6"}}, {{"y", "channels_last"}}, {step}, {}, {}};
}

TEST(DecisionsFile, ComesBackAndIsTheSameText) {
  Decisions scripted{"m", "fp32", "cpu x2", {{"onednn", "2.6"}}, {}, {}, {}, {sample()}};
  DecidedStep late;
  late.name = late.operation = "NonZero";
  late.tactic = "late";
  scripted.script = {late};
  for (const Decisions& decisions : {sample(), scripted}) {
    const std::string text = to_text(decisions);
    const auto read = decisions_from_text(text);
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(*read, decisions);
    EXPECT_EQ(to_text(*read), text);
  }
}

TEST(DecisionsFile, AStepIsVerifiedWhereItsOwnCandidateWasAndNobodyPutInAnother) {
  DecidedStep step = sample().steps[0];
  EXPECT_TRUE(step.was_verified());
  step.tactic = "conv.plain.v1";
  step.config = "";
  EXPECT_FALSE(step.was_verified()) << "the time is that of another tactic";
  step.tactic = "conv.bad.v1";
  EXPECT_FALSE(step.was_verified());
}

TEST(DecisionsFile, WhatIsNoneIsRefusedWithTheReason) {
  const auto refusal = [](const std::string& text) {
    const auto read = decisions_from_text(text);
    return read.ok() ? std::string() : read.error().message;
  };
  const std::string head = R"({"format": "nightjar decisions 1", )";
  EXPECT_NE(refusal("rubbish").find("no JSON"), std::string::npos);
  EXPECT_NE(refusal("{}").find("\"format\""), std::string::npos);
  EXPECT_NE(refusal(head + R"("steps": 3})").find("\"steps\" is no list"), std::string::npos);
  EXPECT_NE(refusal(head + R"("steps": [{"step": "a"}]})").find("name or its tactic"),
            std::string::npos);
  EXPECT_NE(refusal(head + R"("steps": [7]})").find("name or its tactic"), std::string::npos);
  EXPECT_NE(refusal(head + R"("parts": [{"parts": [{}]}]})").find("too deep"), std::string::npos);
  EXPECT_NE(refusal(head + R"("parts": [4]})").find("no object"), std::string::npos);
}

}  // namespace
}  // namespace nightjar::build
