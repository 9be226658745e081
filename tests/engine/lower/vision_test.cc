// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Vision operators and movements that are several steps, against hand-worked answers.
#include <gtest/gtest.h>

#include "tests/engine/lower/op_runner.h"

namespace nightjar::lower {
namespace {

using tensor::Attributes;
using tensor::HostTensor;
using testing::Given;
using Floats = std::vector<float>;
using Ints = std::vector<int64_t>;

Given given(const tensor::Dims& dims, const Floats& values) {
  return {HostTensor::of_floats(dims, values), false};
}
Given constant(const Ints& values) {
  return {HostTensor::of_int64({static_cast<int64_t>(values.size())}, values), true};
}

Result<HostTensor> answer(const std::string& type, const Attributes& attributes,
                          const std::vector<Given>& operands, size_t output = 0,
                          size_t output_count = 1) {
  NIGHTJAR_ASSIGN(const auto one, testing::make_op(type, attributes, operands, output_count));
  std::vector<HostTensor> values;
  for (const Given& operand : operands) values.push_back(operand.value);
  NIGHTJAR_ASSIGN(const auto outputs, testing::run_op(one, values));
  return outputs[output];
}

Attributes window() {
  Attributes attributes;
  attributes.set("kernel_shape", Ints{2});
  attributes.set("strides", Ints{2});
  return attributes;
}

TEST(Vision, UnpoolsIntoZeros) {
  const Given x = given({1, 1, 2}, {5, 6});
  const Given places = {HostTensor::of_int64({1, 1, 2}, {1, 2}), false};
  EXPECT_EQ(answer("MaxUnpool", window(), {x, places})->to_floats(), (Floats{0, 5, 6, 0}));
  EXPECT_EQ(answer("MaxUnpool", window(), {x, places, constant({1, 1, 6})})->to_floats(),
            (Floats{0, 5, 6, 0, 0, 0}));
}

TEST(Vision, CropsAndPadsAroundTheCentre) {
  const Given x = given({5}, {1, 2, 3, 4, 5});
  const auto centred = [&](int64_t extent) {
    return answer("CenterCropPad", {}, {x, constant({extent})})->to_floats();
  };
  EXPECT_EQ(centred(3), (Floats{2, 3, 4}));
  EXPECT_EQ(centred(2), (Floats{2, 3}));
  EXPECT_EQ(centred(8), (Floats{0, 1, 2, 3, 4, 5, 0, 0}));
}

TEST(Vision, ParametersThatRunningTellsAreNotYetKnown) {
  const Given x = given({1, 1, 2}, {5, 6});
  const Given places = {HostTensor::of_int64({1, 1, 2}, {1, 2}), false};
  const Given shape = {HostTensor::of_int64({3}, {1, 1, 6}), false};
  const auto one = testing::make_op("MaxUnpool", window(), {x, places, shape});
  ASSERT_TRUE(one.ok());
  const auto lowered = lower_op(one->network, one->network.op(one->op));
  ASSERT_FALSE(lowered.ok());
  EXPECT_EQ(lowered.error().kind, ErrorKind::kNotYetKnown);
}

TEST(Vision, ReversesTheFirstStepsOfEachBatch) {
  const Given x = given({2, 3}, {1, 2, 3, 4, 5, 6});
  Attributes attributes;
  attributes.set("batch_axis", int64_t{0});
  attributes.set("time_axis", int64_t{1});
  const Given lengths = {HostTensor::of_int64({2}, {3, 2}), false};
  EXPECT_EQ(answer("ReverseSequence", attributes, {x, lengths})->to_floats(),
            (Floats{3, 2, 1, 5, 4, 6}));
}

TEST(Vision, WritesIntoACacheRoundTheEnd) {
  const Given cache = given({2, 3, 1}, {1, 2, 3, 4, 5, 6});
  const Given update = given({2, 2, 1}, {10, 20, 30, 40});
  const Given starts = {HostTensor::of_int64({2}, {0, 2}), false};
  Attributes attributes;
  attributes.set("mode", std::string("circular"));
  EXPECT_EQ(answer("TensorScatter", attributes, {cache, update, starts})->to_floats(),
            (Floats{10, 20, 3, 40, 5, 30}));
  EXPECT_FALSE(answer("TensorScatter", {}, {cache, update, starts}).ok());
}

TEST(Vision, ShrinksWithAFilterAsWideAsTheShrinking) {
  const Given x = given({8}, {0, 0, 0, 8, 8, 0, 0, 0});
  Attributes attributes;
  attributes.set("mode", std::string("linear"));
  attributes.set("antialias", int64_t{1});
  const Given none = {};
  const auto small = answer("Resize", attributes, {x, none, none, constant({2})});
  ASSERT_TRUE(small.ok()) << small.error().message;
  // The elements that hold 8 are 1.5 and 2.5 away from both middles: weights 5 and 3 of 32.
  EXPECT_EQ(small->to_floats(), (Floats{2, 2}));
}

TEST(Vision, NormsOfWholePlanesByAnyPower) {
  Attributes attributes;
  attributes.set("p", int64_t{3});
  const auto norm = answer("GlobalLpPool", attributes, {given({1, 1, 3}, {3, -4, 5})});
  EXPECT_NEAR(norm->to_floats()[0], 6, 1e-5);
}

TEST(Vision, MovesPackedElements) {
  HostTensor x(tensor::DataType::kInt4, {2, 3});
  for (int64_t i = 0; i < 6; ++i) x.set_integer(i, i - 3);
  const auto turned = answer("Transpose", {}, {{x, false}});
  ASSERT_TRUE(turned.ok()) << turned.error().message;
  EXPECT_EQ(turned->to_integers(), (Ints{-3, 0, -2, 1, -1, 2}));
  const auto picked = answer("Gather", {}, {{x, false}, constant({1})});
  ASSERT_TRUE(picked.ok()) << picked.error().message;
  EXPECT_EQ(picked->to_integers(), (Ints{0, 1, 2}));
}

}  // namespace
}  // namespace nightjar::lower
