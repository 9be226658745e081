// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Operators whose lowering does more than pass attributes on, against hand-worked answers.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/engine/lower/op_runner.h"

namespace nightjar::lower {
namespace {

using tensor::Attributes;
using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;
using testing::Given;

Given given(const Dims& dims, const std::vector<float>& values) {
  return {HostTensor::of_floats(dims, values), false};
}
Given constant(const Dims& dims, const std::vector<float>& values) {
  return {HostTensor::of_floats(dims, values), true};
}
Given integers(const std::vector<int64_t>& values) {
  return {HostTensor::of_int64({static_cast<int64_t>(values.size())}, values), true};
}

std::vector<float> answer(const std::string& type, const Attributes& attributes,
                          const std::vector<Given>& operands, size_t output = 0,
                          size_t output_count = 1) {
  const auto one = testing::make_op(type, attributes, operands, output_count);
  EXPECT_TRUE(one.ok()) << one.error().message;
  std::vector<HostTensor> values;
  for (const Given& operand : operands) values.push_back(operand.value);
  const auto outputs = testing::run_op(*one, values);
  EXPECT_TRUE(outputs.ok()) << outputs.error().message;
  return outputs.ok() ? (*outputs)[output].to_floats() : std::vector<float>();
}

Attributes attributes_of(
    std::initializer_list<std::pair<const char*, tensor::AttributeValue>> values) {
  Attributes attributes;
  for (const auto& [name, value] : values) attributes.set(name, value);
  return attributes;
}

using Floats = std::vector<float>;
using Ints = std::vector<int64_t>;

TEST(Operators, DepthToSpaceInBothOrders) {
  const Given x = given({1, 8, 1, 1}, {0, 1, 2, 3, 4, 5, 6, 7});
  EXPECT_EQ(answer("DepthToSpace", attributes_of({{"blocksize", int64_t{2}}}), {x}),
            (Floats{0, 2, 4, 6, 1, 3, 5, 7}));
  EXPECT_EQ(answer("DepthToSpace",
                   attributes_of({{"blocksize", int64_t{2}}, {"mode", std::string("CRD")}}), {x}),
            (Floats{0, 1, 2, 3, 4, 5, 6, 7}));
}

TEST(Operators, SpaceToDepthUndoesIt) {
  const Given x = given({1, 2, 2, 2}, {0, 2, 4, 6, 1, 3, 5, 7});
  EXPECT_EQ(answer("SpaceToDepth", attributes_of({{"blocksize", int64_t{2}}}), {x}),
            (Floats{0, 1, 2, 3, 4, 5, 6, 7}));
}

TEST(Operators, GemmScalesProductAndBias) {
  const Given a = given({1, 2}, {1, 2}), b = given({1, 2}, {3, 4}), c = given({1}, {10});
  EXPECT_EQ(answer("Gemm", attributes_of({{"transB", int64_t{1}}, {"alpha", 2.0}, {"beta", 0.5}}),
                   {a, b, c}),
            (Floats{27}));
  EXPECT_EQ(answer("Gemm", attributes_of({{"transB", int64_t{1}}, {"beta", 0.0}}), {a, b, c}),
            (Floats{11}));
}

TEST(Operators, MatMulTakesVectors) {
  const Given vector = given({2}, {1, 2}), matrix = given({2, 2}, {1, 2, 3, 4});
  EXPECT_EQ(answer("MatMul", {}, {vector, matrix}), (Floats{7, 10}));
  EXPECT_EQ(answer("MatMul", {}, {matrix, vector}), (Floats{5, 11}));
  EXPECT_EQ(answer("MatMul", {}, {vector, vector}), (Floats{5}));
}

TEST(Operators, LayerNormSpreadsNarrowParameters) {
  const auto y =
      answer("LayerNormalization", attributes_of({{"axis", int64_t{0}}, {"epsilon", 0.0}}),
             {given({2, 2}, {1, 3, 1, 3}), constant({2}, {1, 10})});
  EXPECT_EQ(y, (Floats{-1, 10, -1, 10}));
}

TEST(Operators, MeanVarianceNormalises) {
  const auto y = answer("MeanVarianceNormalization", attributes_of({{"axes", Ints{1}}}),
                        {given({2, 2}, {1, 3, 5, 5})});
  EXPECT_NEAR(y[0], -1, 1e-6);
  EXPECT_NEAR(y[1], 1, 1e-6);
  EXPECT_EQ(y[2], 0);
}

TEST(Operators, QuantizeRoundsAndSaturates) {
  const Given point = {HostTensor::of<int8_t>(DataType::kInt8, {}, std::vector<int8_t>{10}), true};
  EXPECT_EQ(answer("QuantizeLinear", {},
                   {given({4}, {0.25f, 0.75f, -100, 100}), constant({}, {0.5f}), point}),
            (Floats{10, 12, -128, 127}));
}

TEST(Operators, DequantizeAlongAnAxis) {
  const Given x = {
      HostTensor::of<uint8_t>(DataType::kUInt8, {2, 2}, std::vector<uint8_t>{0, 1, 2, 3}), false};
  const Given points = {HostTensor::of<uint8_t>(DataType::kUInt8, {2}, std::vector<uint8_t>{1, 2}),
                        true};
  EXPECT_EQ(answer("DequantizeLinear", attributes_of({{"axis", int64_t{1}}}),
                   {x, constant({2}, {1, 10}), points}),
            (Floats{-1, -10, 1, 10}));
}

TEST(Operators, SlicesBackwardsFromTheEnd) {
  EXPECT_EQ(answer("Slice", {},
                   {given({4}, {1, 2, 3, 4}), integers({-1}), integers({-1000}), integers({0}),
                    integers({-2})}),
            (Floats{4, 2}));
}

TEST(Operators, PadsNamedAxesOnly) {
  EXPECT_EQ(answer("Pad", {},
                   {given({1, 2}, {1, 2}), integers({1, 0}), constant({}, {7}), integers({-1})}),
            (Floats{7, 1, 2}));
}

TEST(Operators, ReducesNothingWhenToldTo) {
  EXPECT_EQ(answer("ReduceSum", attributes_of({{"noop_with_empty_axes", int64_t{1}}}),
                   {given({2}, {1, 2})}),
            (Floats{1, 2}));
  EXPECT_EQ(answer("ReduceSum", {}, {given({2}, {1, 2})}), (Floats{3}));
  EXPECT_EQ(answer("ReduceMax", attributes_of({{"keepdims", int64_t{0}}}),
                   {given({2, 2}, {1, 2, 4, 3}), integers({-1})}),
            (Floats{2, 4}));
}

TEST(Operators, PoolsWithSamePads) {
  const auto same = attributes_of(
      {{"kernel_shape", Ints{2}}, {"strides", Ints{2}}, {"auto_pad", std::string("SAME_UPPER")}});
  EXPECT_EQ(answer("MaxPool", same, {given({1, 1, 3}, {-1, -2, -3})}), (Floats{-1, -3}));
  auto lower = same;
  lower.set("auto_pad", std::string("SAME_LOWER"));
  EXPECT_EQ(answer("MaxPool", lower, {given({1, 1, 3}, {-1, -2, -3})}), (Floats{-1, -2}));
}

TEST(Operators, AttentionScalesByItsDepth) {
  const Given q = given({1, 1, 1, 4}, {1, 1, 1, 1}),
              k = given({1, 1, 2, 4}, {1, 1, 1, 1, 0, 0, 0, 0});
  const Given v = given({1, 1, 2, 1}, {1, 0});
  const double wanted = std::exp(2.0) / (std::exp(2.0) + 1);
  EXPECT_NEAR(answer("nightjar::Attention", {}, {q, k, v})[0], wanted, 1e-6);
}

TEST(Operators, PointwiseOpsCarryTheirExpression) {
  const auto fused = attributes_of({{"expression", std::string("relu(sub(in0, in1))")}});
  EXPECT_EQ(answer("nightjar::Pointwise", fused, {given({2}, {1, 5}), given({1}, {3})}),
            (Floats{0, 2}));
}

TEST(Operators, VariadicsFoldFromTheLeft) {
  const Given a = given({2}, {1, 5}), b = given({1}, {3}), c = given({2}, {2, 9});
  EXPECT_EQ(answer("Sum", {}, {a, b, c}), (Floats{6, 17}));
  EXPECT_EQ(answer("Mean", {}, {a, b, c}), (Floats{2, 17 / 3.0f}));
  EXPECT_EQ(answer("Max", {}, {a, b, c}), (Floats{3, 9}));
  EXPECT_EQ(answer("Min", {}, {a}), (Floats{1, 5}));
}

TEST(Operators, PowersOfIntegersByReals) {
  const Given x = {HostTensor::of_int64({2}, {2, 9}), false};
  EXPECT_EQ(answer("Pow", {}, {x, constant({}, {0.5f})}), (Floats{1, 3}));
}

TEST(Operators, LocalResponseLooksAtNeighbouringChannels) {
  const auto y = answer("LRN", attributes_of({{"size", int64_t{3}}, {"alpha", 3.0}, {"beta", 1.0}}),
                        {given({1, 3, 1, 1}, {1, 2, 3})});
  EXPECT_NEAR(y[0], 1 / 6.0, 1e-6);   // 1 + 1 + 4
  EXPECT_NEAR(y[1], 2 / 15.0, 1e-6);  // 1 + 1 + 4 + 9
  EXPECT_NEAR(y[2], 3 / 14.0, 1e-6);  // 1 + 4 + 9
}

TEST(Operators, HardmaxMarksTheFirstLargest) {
  EXPECT_EQ(answer("Hardmax", {}, {given({2, 3}, {1, 5, 5, 7, 0, 2})}), (Floats{0, 1, 0, 1, 0, 0}));
}

TEST(Operators, DropoutGivesAMask) {
  EXPECT_EQ(answer("Dropout", {}, {given({2}, {1, 2})}, 1, 2), (Floats{1, 1}));
}

}  // namespace
}  // namespace nightjar::lower
