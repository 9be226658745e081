// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "engine/network/network.h"
#include "tests/fakes/engine/looping_networks.h"

namespace nightjar::network {
namespace {

TEST(ControlFlowRules, ALoopsStackHasAnOpenLength) {
  const Network network = fakes::adds_until_above_ten();
  EXPECT_EQ(to_string(network.tensor(network.outputs()[0]).desc), "float32[1]");
  const tensor::Shape& stacked = network.tensor(network.outputs()[1]).desc.shape;
  ASSERT_EQ(stacked.size(), 2u);
  EXPECT_FALSE(stacked[0].constant());
  EXPECT_EQ(stacked[1].constant(), 1);
}

TEST(ControlFlowRules, BranchesThatAgreeDescribeTheOutput) {
  const Network network = fakes::doubles_or_negates();
  EXPECT_EQ(to_string(network.tensor(network.outputs()[0]).desc), "float32[2]");
}

TEST(ControlFlowRules, BranchesOfDifferentRankLeaveItUndescribed) {
  Network network = fakes::doubles_or_negates();
  Network scalar;
  scalar.add_input("x", {tensor::DataType::kFloat32, {2}});
  scalar.add_output(scalar.add_constant("c", tensor::HostTensor::of_floats({}, {1})), "y");
  Op op = network.op(0);
  op.name.clear();
  op.graphs["else_branch"] = std::make_shared<const Network>(std::move(scalar));
  const auto outputs = network.add_op(std::move(op), 1);
  ASSERT_TRUE(outputs.ok()) << outputs.error().message;
  EXPECT_FALSE(network.tensor(outputs->front()).described);
  // What reads it is undescribed as well, and accepted.
  Op reader;
  reader.type = "Relu";
  reader.inputs = {outputs->front()};
  const auto after = network.add_op(std::move(reader), 1);
  ASSERT_TRUE(after.ok()) << after.error().message;
  EXPECT_FALSE(network.tensor(after->front()).is_plain());
}

TEST(ControlFlowRules, ABodyThatDoesNotFitIsRefused) {
  Network network = fakes::adds_until_above_ten();
  Op op = network.op(0);
  op.name = "short";
  op.inputs.pop_back();
  const auto outputs = network.add_op(std::move(op), 2);
  ASSERT_FALSE(outputs.ok());
  EXPECT_NE(outputs.error().message.find("Loop 'short': "), std::string::npos);
}

}  // namespace
}  // namespace nightjar::network
