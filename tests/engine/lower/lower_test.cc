// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/lower/lower.h"

#include <gtest/gtest.h>

#include "engine/lower/pointwise_form.h"
#include "tests/engine/lower/op_runner.h"

namespace nightjar::lower {
namespace {

using tensor::Attributes;
using tensor::DataType;
using tensor::Dim;
using tensor::HostTensor;
using testing::Given;

Given activation(const tensor::Dims& dims) { return {testing::random_tensor(dims, 1), false}; }
Given scalar(float value) { return {HostTensor::of_floats({}, {value}), true}; }

LoweredOp lowered(const testing::OneOp& one) {
  auto result = lower_op(one.network, one.network.op(one.op));
  EXPECT_TRUE(result.ok()) << result.error().message;
  return result.ok() ? *std::move(result) : LoweredOp();
}

TEST(Lower, NamesTheNodeItHasNoKernelFor) {
  network::Network network;
  network::Op op;
  op.type = "Unheard";
  op.name = "node7";
  const auto result = lower_op(network, op);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().kind, ErrorKind::kUnsupported);
  EXPECT_NE(result.error().message.find("node7"), std::string::npos);
  EXPECT_NE(result.error().message.find("Unheard"), std::string::npos);
}

TEST(Lower, WritesConstantScalarsAsNumbers) {
  const auto one = testing::make_op("Clip", {}, {activation({3}), scalar(0), scalar(6)});
  ASSERT_TRUE(one.ok());
  const LoweredOp clip = lowered(*one);
  ASSERT_EQ(clip.steps.size(), 1u);
  EXPECT_EQ(clip.steps[0].problem.attributes.get_string("expression", ""), "min(max(in0, 0), 6)");
  EXPECT_EQ(clip.steps[0].inputs.size(), 1u);
}

TEST(Lower, RenamesWithoutSteps) {
  Attributes attributes;
  attributes.set("perm", std::vector<int64_t>{1, 0, 2});
  for (const auto& one : {testing::make_op("Flatten", {}, {activation({2, 3})}),
                          testing::make_op("Identity", {}, {activation({2, 3})}),
                          testing::make_op("Transpose", attributes, {activation({2, 1, 3})})}) {
    ASSERT_TRUE(one.ok());
    EXPECT_TRUE(lowered(*one).is_alias);
    EXPECT_TRUE(lowered(*one).steps.empty());
  }
  attributes.set("perm", std::vector<int64_t>{2, 0, 1});
  const auto moves = testing::make_op("Transpose", attributes, {activation({2, 2, 3})});
  EXPECT_FALSE(lowered(*moves).is_alias);
}

TEST(Lower, FillsWhatShapesAlreadySay) {
  network::Network network;
  const auto x = network.add_input("x", {DataType::kFloat32, {Dim::symbol("N"), Dim(3)}});
  network::Op op;
  op.type = "Shape";
  op.inputs = {x};
  ASSERT_TRUE(network.add_op(op, 1).ok());
  const auto result = lower_op(network, network.op(network.topological_order()[0]));
  ASSERT_TRUE(result.ok());
  ASSERT_EQ(result->steps.size(), 1u);
  EXPECT_TRUE(result->steps[0].inputs.empty());
  EXPECT_EQ(result->steps[0].problem.family, "fill");
  EXPECT_EQ(result->steps[0].problem.parameters, (tensor::Shape{Dim::symbol("N"), Dim(3)}));
}

TEST(Lower, PadsAtRunTimeWhenExtentsAreSymbols) {
  network::Network network;
  const auto x = network.add_input("x", {DataType::kFloat32, {Dim(1), Dim(2), Dim::symbol("H")}});
  network::Op op;
  op.type = "Conv";
  op.inputs = {x, network.add_constant("w", testing::random_tensor({4, 2, 3}, 2))};
  op.attributes.set("auto_pad", std::string("SAME_UPPER"));
  op.attributes.set("strides", std::vector<int64_t>{2});
  ASSERT_TRUE(network.add_op(op, 1).ok());
  const auto result = lower_op(network, network.op(network.topological_order()[0]));
  ASSERT_TRUE(result.ok()) << result.error().message;
  ASSERT_EQ(result->steps.size(), 2u);
  const auto bound = result->steps[0].problem.bind({{"H", 6}});
  ASSERT_TRUE(bound.ok());
  EXPECT_EQ(kernels::dims_of(bound->outputs[0]), (tensor::Dims{1, 2, 7}));
  EXPECT_EQ(bound->parameters, (tensor::Shape{Dim(0), Dim(0), Dim(0)}));
}

TEST(Lower, RefusesAxesThatOnlyRunningTells) {
  network::Network network;
  const auto x = network.add_input("x", {DataType::kFloat32, {Dim(2), Dim(3)}});
  const auto axes = network.add_input("axes", {DataType::kInt64, {Dim(1)}});
  network::Op op;
  op.type = "ReduceSum";
  op.name = "sum";
  op.inputs = {x, axes};
  ASSERT_TRUE(network.add_op(op, 1).ok());
  const auto result = lower_op(network, network.op(network.topological_order()[0]));
  ASSERT_FALSE(result.ok());
  EXPECT_NE(result.error().message.find("axes must be known"), std::string::npos);
}

TEST(PointwiseForm, IsAnExpressionOverInputs) {
  const auto add = testing::make_op("Add", {}, {scalar(2.5f), activation({3})});
  const auto form = pointwise_form(add->network, add->network.op(add->op));
  ASSERT_TRUE(form.has_value());
  EXPECT_EQ(form->expression, "add(2.5, in0)");
  EXPECT_EQ(form->inputs, std::vector<size_t>{1});
  const auto flatten = testing::make_op("Flatten", {}, {activation({2, 3})});
  EXPECT_FALSE(pointwise_form(flatten->network, flatten->network.op(flatten->op)).has_value());
}

TEST(PointwiseForm, ComposesChains) {
  const auto composed = insert_expression("add(in0, in1)", 1, "mul(in0, sigmoid(in1))", 1);
  ASSERT_TRUE(composed.ok());
  EXPECT_EQ(*composed, "add(in0, mul(in1, sigmoid(in2)))");
  EXPECT_FALSE(insert_expression("add(in0", 0, "in0", 0).ok());
}

}  // namespace
}  // namespace nightjar::lower
