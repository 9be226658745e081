// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/pointwise/pointwise.h"

#include <gtest/gtest.h>

#include <cmath>
#include <ostream>

#include "tests/kernels/index_walk.h"
#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels::pointwise {
namespace {

using kernels::testing::describe;
using kernels::testing::for_each_element;
using kernels::testing::position_of;
using kernels::testing::Random;
using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;

struct BroadcastCase {
  std::vector<Dims> inputs;
  Dims output;
};

void PrintTo(const BroadcastCase& tested, std::ostream* out) {
  for (const Dims& dims : tested.inputs) *out << tensor::to_string(dims) << ' ';
  *out << "-> " << tensor::to_string(tested.output);
}

class Broadcast : public ::testing::TestWithParam<BroadcastCase> {};

TEST(Pointwise, BlocksOfAnyLengthAreTheSameBitByBit) {
  Random random(17);
  const Tactic& blocks = *find_tactic("pointwise.own.blocks.v1");
  const device::DeviceInfo info = device::make_cpu_device(1)->info();
  for (const Dims& other : {Dims{3, 70, 50}, Dims{50}, Dims{70, 1}, Dims{3, 1, 1}, Dims{1}}) {
    PointwiseProblem problem;
    problem.expression = *Expression::parse("sub(mul(in0, 3), sigmoid(in1))");
    problem.inputs = {describe(DataType::kFloat32, {3, 70, 50}),
                      describe(DataType::kFloat32, other)};
    problem.output = describe(DataType::kFloat32, {3, 70, 50});
    const Problem asked = problem.to_problem();
    const auto inputs = kernels::testing::random_operands(asked, random);
    const auto expected = plain_answer(asked, inputs);
    ASSERT_TRUE(expected.ok()) << expected.error().message;
    ASSERT_TRUE(blocks.supports(asked, info));
    ASSERT_EQ(blocks.configs(asked, info).size(), 3u);
    for (const std::string& config : blocks.configs(asked, info)) {
      const auto found = kernels::testing::run_tactic(blocks, asked, config, inputs, {}, 3);
      ASSERT_TRUE(found.ok()) << found.error().message;
      EXPECT_TRUE(tensor::identical((*expected)[0], (*found)[0])) << config;
    }
    EXPECT_FALSE(kernels::testing::run_tactic(blocks, asked, "b7", inputs).ok());
  }
}

TEST_P(Broadcast, ReadsTheRightElements) {
  const BroadcastCase& c = GetParam();
  Random random(7);
  PointwiseProblem problem;
  problem.expression = *Expression::parse("sub(mul(in0, 3), in1)");
  for (const Dims& dims : c.inputs) problem.inputs.push_back(describe(DataType::kFloat32, dims));
  problem.output = describe(DataType::kFloat32, c.output);
  const Problem asked = problem.to_problem();
  const auto inputs = kernels::testing::random_operands(asked, random);
  for (const int threads : {1, 3}) {
    const auto answers =
        kernels::testing::run_tactic(*plain_tactic("pointwise"), asked, "", inputs, {}, threads);
    ASSERT_TRUE(answers.ok()) << answers.error().message;
    for_each_element(c.output, [&](const Dims& at, int64_t position) {
      const double a = inputs[0].value_at(position_of(c.inputs[0], at));
      const double b = inputs[1].value_at(position_of(c.inputs[1], at));
      ASSERT_NEAR((*answers)[0].value_at(position), a * 3 - b, 1e-6) << position;
    });
  }
}

INSTANTIATE_TEST_SUITE_P(
    Patterns, Broadcast,
    ::testing::Values(BroadcastCase{{{5}, {5}}, {5}},                       // dense
                      BroadcastCase{{{70, 1000}, {70, 1000}}, {70, 1000}},  // many blocks
                      BroadcastCase{{{3, 700}, {}}, {3, 700}},              // scalar
                      BroadcastCase{{{3, 700}, {1, 1}}, {3, 700}},
                      BroadcastCase{{{200, 24}, {24}}, {200, 24}},  // short period
                      BroadcastCase{{{10, 24}, {24}}, {10, 24}},
                      BroadcastCase{{{3, 2000}, {2000}}, {3, 2000}},              // long period
                      BroadcastCase{{{2, 30, 7, 9}, {30, 1, 1}}, {2, 30, 7, 9}},  // channels
                      BroadcastCase{{{2, 30, 7, 9}, {2, 1, 7, 1}}, {2, 30, 7, 9}},
                      BroadcastCase{{{4, 1, 5}, {3, 1}}, {4, 3, 5}},  // both sides
                      BroadcastCase{{{1, 600}, {300, 1}}, {300, 600}},
                      BroadcastCase{{{0, 4}, {4}}, {0, 4}},  // nothing to do
                      BroadcastCase{{{}, {}}, {}}));

HostTensor answer(const std::string& expression, const std::vector<HostTensor>& inputs,
                  DataType type, const Dims& dims) {
  Problem problem;
  problem.family = "pointwise";
  problem.attributes.set("expression", expression);
  for (const HostTensor& input : inputs) {
    problem.inputs.push_back(describe(input.type(), input.dims()));
  }
  problem.outputs = {describe(type, dims)};
  const auto answers = plain_answer(problem, inputs);
  EXPECT_TRUE(answers.ok()) << answers.error().message;
  return (*answers)[0];
}

TEST(Pointwise, IntegersDivideAndWrap) {
  const std::vector<int32_t> a = {7, -7, 2147483647, 5}, b = {2, 2, 1, 0};
  const auto x = HostTensor::of<int32_t>(DataType::kInt32, {4}, a);
  const auto y = HostTensor::of<int32_t>(DataType::kInt32, {4}, b);
  EXPECT_EQ(answer("div(in0, in1)", {x, y}, DataType::kInt32, {4}).to_integers(),
            (std::vector<int64_t>{3, -3, 2147483647, 0}));
  EXPECT_EQ(answer("add(in0, in1)", {x, y}, DataType::kInt32, {4}).to_integers(),
            (std::vector<int64_t>{9, -5, -2147483648LL, 5}));
}

TEST(Pointwise, IntegersKeepAllTheirBits) {
  const auto x = HostTensor::of_int64({2}, {(int64_t{1} << 60) + 1, -3});
  EXPECT_EQ(answer("add(in0, 1)", {x}, DataType::kInt64, {2}).to_integers(),
            (std::vector<int64_t>{(int64_t{1} << 60) + 2, -2}));
  EXPECT_EQ(answer("mod(in0, 5)", {x}, DataType::kInt64, {2}).integer_at(1), 2);
}

TEST(Pointwise, UnsignedNumbersCompareUnsigned) {
  const std::vector<uint64_t> a = {~uint64_t{0}, 1}, b = {1, ~uint64_t{0}};
  const auto x = HostTensor::of<uint64_t>(DataType::kUInt64, {2}, a);
  const auto y = HostTensor::of<uint64_t>(DataType::kUInt64, {2}, b);
  const auto larger = answer("max(in0, in1)", {x, y}, DataType::kUInt64, {2});
  EXPECT_EQ(larger.as<uint64_t>()[0], ~uint64_t{0});
  EXPECT_EQ(larger.as<uint64_t>()[1], ~uint64_t{0});
}

TEST(Pointwise, ChoosesByTruth) {
  const auto a = HostTensor::of_floats({3}, {1, 5, NAN});
  const auto b = HostTensor::of_floats({3}, {2, 4, 1});
  const auto less = answer("less(in0, in1)", {a, b}, DataType::kBool, {3});
  EXPECT_EQ(less.to_integers(), (std::vector<int64_t>{1, 0, 0}));
  EXPECT_EQ(answer("where(in0, in1, in2)", {less, a, b}, DataType::kFloat32, {3}).to_floats(),
            (std::vector<float>{1, 4, 1}));
}

TEST(Pointwise, ConvertsBetweenTypes) {
  const auto x = HostTensor::of_floats({4}, {1.7f, -1.7f, 300.0f, 0.0f});
  EXPECT_EQ(answer("in0", {x}, DataType::kInt8, {4}).to_integers(),
            (std::vector<int64_t>{1, -1, 127, 0}));
  EXPECT_EQ(answer("in0", {x}, DataType::kBool, {4}).to_integers(),
            (std::vector<int64_t>{1, 1, 1, 0}));
  const auto half = answer("in0", {x}, DataType::kFloat16, {4});
  EXPECT_NEAR(half.value_at(0), 1.7, 1e-3);
  EXPECT_EQ(answer("mul(in0, in1)", {half, x}, DataType::kBFloat16, {4}).value_at(2), 90112.0);
}

TEST(Pointwise, DoublesKeepTheirPrecision) {
  HostTensor x(DataType::kFloat64, {1});
  x.set_value(0, 1.0 / 3);
  EXPECT_EQ(answer("exp(in0)", {x}, DataType::kFloat64, {1}).value_at(0), std::exp(1.0 / 3));
}

TEST(Pointwise, RefusesWhatItCannotDo) {
  Problem problem;
  problem.family = "pointwise";
  problem.attributes.set("expression", std::string("add(in0, in1)"));
  problem.inputs = {describe(DataType::kFloat32, {3})};
  problem.outputs = {describe(DataType::kFloat32, {3})};
  EXPECT_FALSE(PointwiseProblem::from_problem(problem).ok());  // in1 is missing
  problem.inputs.push_back(describe(DataType::kFloat32, {2}));
  const std::vector<HostTensor> inputs = {HostTensor(DataType::kFloat32, {3}),
                                          HostTensor(DataType::kFloat32, {2})};
  EXPECT_FALSE(plain_answer(problem, inputs).ok());  // does not broadcast
  problem.attributes.set("expression", std::string("bit_and(in0, in0)"));
  const device::DeviceInfo info;
  EXPECT_FALSE(plain_tactic("pointwise")->supports(problem, info));
}

}  // namespace
}  // namespace nightjar::kernels::pointwise
