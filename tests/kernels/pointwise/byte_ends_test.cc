// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/pointwise/byte_ends.h"

#include <gtest/gtest.h>

#include "kernels/pointwise/tactics.h"
#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels::pointwise {
namespace {

using kernels::testing::describe;
using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;

constexpr const char* kIn0 = "mul(sub(in0, 7), 0.05)";

PointwiseProblem problem_of(const std::string& expression, std::vector<tensor::TensorDesc> inputs,
                            DataType to) {
  PointwiseProblem problem;
  problem.compute = Compute::kFloat32;
  problem.expression = *Expression::parse(expression);
  problem.inputs = std::move(inputs);
  problem.output = describe(to, {2, 9, 70});
  return problem;
}

std::string quantised(const std::string& value, const char* zero, const char* low,
                      const char* high) {
  return "clip(add(round(div(" + value + ", 0.031)), " + zero + "), " + low + ", " + high + ")";
}

std::vector<HostTensor> operands_of(const PointwiseProblem& problem) {
  kernels::testing::Random random(9);
  auto operands = kernels::testing::random_operands(problem.to_problem(), random);
  for (HostTensor& operand : operands) {
    if (operand.type() == DataType::kFloat32) continue;
    for (uint8_t& byte : operand.as<uint8_t>()) byte = static_cast<uint8_t>(random());
  }
  return operands;
}

TEST(ByteEnds, GiveBitForBitWhatThePlainKernelGives) {
  const Dims all = {2, 9, 70}, channels = {2, 1, 70};
  const std::string sum = std::string("add(") + kIn0 + ", mul(in1, 0.02))";
  const std::string product = std::string("mul(") + kIn0 + ", in1)";
  const auto bytes = describe(DataType::kUInt8, all), signed_bytes = describe(DataType::kInt8, all);
  const auto floats = describe(DataType::kFloat32, channels);
  const PointwiseProblem problems[] = {
      problem_of(quantised("in0", "3", "0", "255"), {describe(DataType::kFloat32, all)},
                 DataType::kUInt8),
      problem_of("clip(round(div(in0, 0.004)), -128, 127)", {describe(DataType::kFloat32, all)},
                 DataType::kInt8),
      problem_of(kIn0, {bytes}, DataType::kFloat32),
      problem_of(quantised(sum, "100", "0", "255"), {bytes, signed_bytes}, DataType::kUInt8),
      problem_of(quantised(product, "-5", "-128", "127"), {bytes, floats}, DataType::kInt8),
      problem_of(quantised(product, "9", "0", "255"),
                 {signed_bytes, describe(DataType::kUInt8, {70})}, DataType::kUInt8),
      problem_of(std::string("add(") + kIn0 + ", in0)", {bytes}, DataType::kFloat32),
  };
  const device::DeviceInfo info;
  int taken = 0;
  for (const PointwiseProblem& problem : problems) {
    const Problem asked = problem.to_problem();
    if (!pointwise_bytes_tactic()->supports(asked, info)) continue;
    ++taken;
    const auto inputs = operands_of(problem);
    const auto wanted = kernels::testing::run_tactic(*plain_tactic("pointwise"), asked, "", inputs);
    const auto given =
        kernels::testing::run_tactic(*pointwise_bytes_tactic(), asked, "", inputs, {}, 2);
    ASSERT_TRUE(wanted.ok() && given.ok());
    EXPECT_TRUE(tensor::identical((*wanted)[0], (*given)[0])) << asked.to_string();
  }
  EXPECT_EQ(taken, 6);
}

TEST(ByteEnds, TheEndsLeaveTheExpression) {
  const auto bytes = describe(DataType::kUInt8, {2, 9, 70});
  const auto between = between_bytes(problem_of(
      quantised(std::string("relu(") + kIn0 + ")", "3", "0", "255"), {bytes}, DataType::kUInt8));
  ASSERT_TRUE(between);
  EXPECT_EQ(between->problem.expression.to_string(), "relu(in0)");
  EXPECT_EQ(between->ends.inputs[0], (ByteInput{7, 0.05f}));
  EXPECT_EQ(between->ends.output->zero, 3);
}

TEST(ByteEnds, AnInputThatIsReadInTwoWaysKeepsItsExpression) {
  const auto bytes = describe(DataType::kUInt8, {2, 9, 70});
  EXPECT_FALSE(between_bytes(
      problem_of(std::string("add(") + kIn0 + ", in0)", {bytes}, DataType::kFloat32)));
  EXPECT_FALSE(between_bytes(problem_of("relu(in0)", {bytes}, DataType::kUInt8)));
}

}  // namespace
}  // namespace nightjar::kernels::pointwise
