// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/reference/reference.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace nightjar::reference {
namespace {

using network::Network;
using network::Op;
using network::TensorId;
using tensor::DataType;
using tensor::Dim;
using tensor::HostTensor;

TensorId add(Network& network, const std::string& type, const std::vector<TensorId>& inputs,
             const tensor::Attributes& attributes = {}) {
  Op op;
  op.type = type;
  op.name = type;
  op.inputs = inputs;
  op.attributes = attributes;
  const auto outputs = network.add_op(std::move(op), 1);
  EXPECT_TRUE(outputs.ok()) << outputs.error().message;
  return outputs->front();
}

/// relu(x w + 1) reshaped to [N * 2], by a shape that is computed.
Network two_layers() {
  Network network;
  const auto x = network.add_input("x", {DataType::kFloat32, {Dim::symbol("N"), Dim(2)}});
  const auto w = network.add_constant("w", HostTensor::of_floats({2, 2}, {1, 0, 0, -1}));
  const auto one = network.add_constant("one", HostTensor::of_floats({}, {1}));
  const auto y = add(network, "Relu", {add(network, "Add", {add(network, "MatMul", {x, w}), one})});
  const auto size = add(network, "Size", {x});
  const auto axis = network.add_constant("axis", HostTensor::of_int64({1}, {0}));
  const auto shape = add(network, "Unsqueeze", {size, axis});
  network.add_output(add(network, "Reshape", {y, shape}), "flat");
  network.add_output(size, "size");
  return network;
}

TEST(Reference, WalksANetwork) {
  const auto outputs =
      run(two_layers(), {{"x", HostTensor::of_floats({3, 2}, {1, 2, -3, 0, 5, -5})}});
  ASSERT_TRUE(outputs.ok()) << outputs.error().message;
  EXPECT_EQ(outputs->at("flat").dims(), tensor::Dims{6});
  EXPECT_EQ(outputs->at("flat").to_floats(), (std::vector<float>{2, 0, 0, 1, 6, 6}));
  EXPECT_EQ(outputs->at("size").integer_at(0), 6);
}

TEST(Reference, ShowsEveryOp) {
  std::vector<std::string> seen;
  const auto outputs = run(two_layers(), {{"x", HostTensor(DataType::kFloat32, {1, 2})}},
                           [&](const Op& op, const std::vector<HostTensor>& values) {
                             seen.push_back(op.type);
                             EXPECT_TRUE(values[0].defined());
                           });
  ASSERT_TRUE(outputs.ok());
  EXPECT_EQ(seen.size(), 6u);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "MatMul"), 1);
}

TEST(Reference, RefusesInputsThatDoNotFit) {
  const Network network = two_layers();
  const auto missing = run(network, {});
  ASSERT_FALSE(missing.ok());
  EXPECT_NE(missing.error().message.find("'x'"), std::string::npos);
  EXPECT_FALSE(run(network, {{"x", HostTensor(DataType::kFloat32, {3, 3})}}).ok());
  EXPECT_FALSE(run(network, {{"x", HostTensor(DataType::kFloat64, {3, 2})}}).ok());
  EXPECT_FALSE(run(network, {{"x", HostTensor(DataType::kFloat32, {2})}}).ok());
}

TEST(Reference, GivesInputsAndConstantsAsOutputs) {
  Network network;
  const auto x = network.add_input("x", {DataType::kFloat32, {Dim(2)}});
  const auto c = network.add_constant("c", HostTensor::of_int64({1}, {7}));
  network.add_output(x, "same");
  network.add_output(c, "seven");
  const auto outputs = run(network, {{"x", HostTensor::of_floats({2}, {1, 2})}});
  ASSERT_TRUE(outputs.ok());
  EXPECT_EQ(outputs->at("same").to_floats(), (std::vector<float>{1, 2}));
  EXPECT_EQ(outputs->at("seven").integer_at(0), 7);
}

TEST(Reference, IgnoresTheLayoutsABuilderGave) {
  Network network;
  const auto x = network.add_input("x", {DataType::kFloat32, {Dim(1), Dim(2), Dim(2)}});
  tensor::Attributes axis;
  axis.set("axis", int64_t{1});
  const auto y = add(network, "Softmax", {x}, axis);
  network.add_output(y, "y");
  const tensor::HostTensor input = HostTensor::of_floats({1, 2, 2}, {0, 5, 0, -5});
  const auto before = run(network, {{"x", input}});
  network.tensor(x).desc.layout = tensor::Layout::kChannelsLast;
  network.tensor(y).desc.layout = tensor::Layout::kChannelsLast;
  const auto after = run(network, {{"x", input}});
  ASSERT_TRUE(before.ok() && after.ok());
  EXPECT_TRUE(tensor::identical(before->at("y"), after->at("y")));
}

TEST(Reference, NamesTheNodeThatFails) {
  Network network;
  const auto data = network.add_input("data", {DataType::kFloat32, {Dim(2)}});
  const auto index = network.add_input("index", {DataType::kInt64, {Dim(1)}});
  network.add_output(add(network, "Gather", {data, index}), "y");
  const auto outputs = run(network, {{"data", HostTensor::of_floats({2}, {1, 2})},
                                     {"index", HostTensor::of_int64({1}, {5})}});
  ASSERT_FALSE(outputs.ok());
  EXPECT_NE(outputs.error().message.find("Gather"), std::string::npos);
}

TEST(RunOp, AnswersForOneOp) {
  Network network;
  const auto a = network.add_constant("a", HostTensor::of_floats({}, {3}));
  const auto b = network.add_input("b", {DataType::kFloat32, {Dim::symbol("K")}});
  add(network, "Mul", {a, b});
  const Op& op = network.op(network.topological_order()[0]);
  const std::vector<HostTensor> inputs = {HostTensor::of_floats({}, {3}),
                                          HostTensor::of_floats({2}, {4, 5})};
  const auto outputs = run_op(network, op, inputs);
  ASSERT_TRUE(outputs.ok()) << outputs.error().message;
  EXPECT_EQ((*outputs)[0].dims(), tensor::Dims{2});
  EXPECT_EQ((*outputs)[0].to_floats(), (std::vector<float>{12, 15}));
  EXPECT_FALSE(run_op(network, op, {inputs[0]}).ok());
}

}  // namespace
}  // namespace nightjar::reference
