// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/recorded_choices.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/digest.h"
#include "engine/build/builder.h"
#include "tests/fakes/engine/looping_networks.h"
#include "tests/fakes/engine/sample_networks.h"

namespace nightjar::build {
namespace {

using network::Network;

class RecordedChoicesTest : public ::testing::Test {
 protected:
  RecordedChoicesTest() : device_(device::make_cpu_device(1)) {}

  Result<BuildOutcome> build(const Network& network, const std::string& decisions = "") {
    BuildOptions options;
    options.model_name = "sample";
    options.decisions_json = decisions;
    return build_plan(network, *device_, options, SystemClock());
  }

  std::unique_ptr<device::Device> device_;
};

void replace_once(std::string& text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  ASSERT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
}

TEST_F(RecordedChoicesTest, TenRebuildsAreTheSameBytes) {
  for (const Network& network : {fakes::random_network(2), fakes::filters_between_products()}) {
    const auto first = build(network);
    ASSERT_TRUE(first.ok()) << first.error().message;
    for (int i = 0; i < 10; ++i) {
      const auto again = build(network, first->plan.decisions_json);
      ASSERT_TRUE(again.ok()) << again.error().message;
      EXPECT_GT(again->steps_from_decisions, 0u);
      EXPECT_EQ(sha256_hex(again->bytes), sha256_hex(first->bytes)) << i;
    }
  }
}

TEST_F(RecordedChoicesTest, NamesThatAreNoTextAreFoundAgain) {
  Network network;
  network::Op op;
  op.name = "product \xff\xc0";
  op.type = "MatMul";
  op.inputs = {network.add_input("x", {tensor::DataType::kFloat32, {8, 16}}),
               network.add_constant("w", tensor::HostTensor(tensor::DataType::kFloat32, {16, 4}))};
  network.add_output(network.add_op(std::move(op), 1)->front(), "y");
  const auto first = build(network);
  ASSERT_TRUE(first.ok()) << first.error().message;
  const auto again = build(network, first->plan.decisions_json);
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(again->steps_from_decisions, again->plan.steps.size());
  EXPECT_EQ(again->bytes, first->bytes);
}

TEST_F(RecordedChoicesTest, AnEditedTacticIsHonouredAndItsVerificationWrittenDown) {
  Network network;
  const auto x = network.add_input("x", {tensor::DataType::kFloat32, {8, 16}});
  const auto w = network.add_constant("w", tensor::HostTensor(tensor::DataType::kFloat32, {16, 4}));
  network::Op op;
  op.type = "MatMul";
  op.inputs = {x, w};
  network.add_output(network.add_op(std::move(op), 1)->front(), "y");
  const auto first = build(network);
  ASSERT_TRUE(first.ok()) << first.error().message;
  ASSERT_EQ(first->plan.steps.size(), 1u);
  Decisions decisions = decisions_from_text(first->plan.decisions_json).value();
  DecidedStep& step = decisions.steps.at(0);
  const auto other =
      std::find_if(step.candidates.begin(), step.candidates.end(), [&](const auto& candidate) {
        return candidate.tactic != step.tactic && candidate.rejected.empty();
      });
  ASSERT_NE(other, step.candidates.end());
  const std::string tactic = step.tactic = other->tactic;
  step.config = other->config;
  step.candidates.erase(other);  // nothing vouches for it
  const auto edited = build(network, to_text(decisions));
  ASSERT_TRUE(edited.ok()) << edited.error().message;
  EXPECT_EQ(edited->plan.steps[0].tactic, tactic);
  EXPECT_NE(edited->plan.decisions_json.find("set by hand, verified"), std::string::npos);
}

TEST_F(RecordedChoicesTest, AnUnknownOrUnfitTacticIsRefusedWithTheReason) {
  const Network network = fakes::random_network(2);
  const auto first = build(network);
  ASSERT_TRUE(first.ok()) << first.error().message;
  const std::string mention = "\"tactic\": \"" + first->plan.steps[0].tactic + "\"";
  std::string unknown = first->plan.decisions_json;
  replace_once(unknown, mention, "\"tactic\": \"conv.imaginary.v1\"");
  EXPECT_NE(
      build(network, unknown)
          .error()
          .message.find(
              "the decisions name tactic 'conv.imaginary.v1', which this program does not have"),
      std::string::npos);
  std::string unfit = first->plan.decisions_json;
  replace_once(unfit, mention, "\"tactic\": \"softmax.plain.v1\"");
  EXPECT_NE(build(network, unfit).error().message.find("which does not solve"), std::string::npos);
}

TEST_F(RecordedChoicesTest, DecisionsOfAnotherPlaceAreRefused) {
  const Network network = fakes::random_network(2);
  std::string decisions = build(network)->plan.decisions_json;
  replace_once(decisions, device_->info().class_name(), "cpu of another make");
  EXPECT_NE(build(network, decisions).error().message.find("they were made for 'cpu of another"),
            std::string::npos);
  EXPECT_FALSE(build(network, "{}").ok());
  EXPECT_FALSE(build(network, "rubbish").ok());
  EXPECT_FALSE(build(network, R"({"format": "nightjar decisions 1", "steps": 3})").ok());
}

TEST_F(RecordedChoicesTest, StepsThatAreNotInItAreTuned) {
  const auto other = build(fakes::random_network(5));
  const auto outcome = build(fakes::random_network(6), other->plan.decisions_json);
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_LT(outcome->steps_from_decisions, outcome->plan.steps.size());
}

}  // namespace
}  // namespace nightjar::build
