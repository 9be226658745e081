// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Which values an expression may hand on without storing them.
#include <gtest/gtest.h>

#include "kernels/pointwise/pointwise.h"
#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels::pointwise {
namespace {

using tensor::DataType;

bool stays(const std::string& expression, std::vector<DataType> inputs, DataType output) {
  PointwiseProblem problem;
  problem.expression = *Expression::parse(expression);
  for (const DataType type : inputs) {
    problem.inputs.push_back(kernels::testing::describe(type, {3}));
  }
  problem.output = kernels::testing::describe(output, {3});
  problem.compute = default_compute(problem.inputs, problem.output);
  return may_stay_computed(problem);
}

constexpr DataType kFloat = DataType::kFloat32, kByte = DataType::kUInt8;

TEST(StoredValue, TheTypeComputedInLosesNothing) {
  EXPECT_TRUE(stays("exp(in0)", {kFloat}, kFloat));
  EXPECT_TRUE(stays("in0", {DataType::kFloat16}, kFloat));
  EXPECT_TRUE(stays("add(in0, in1)", {DataType::kInt64, kByte}, DataType::kInt64));
}

TEST(StoredValue, HalfPrecisionMayStayWideButForConversions) {
  EXPECT_TRUE(stays("exp(in0)", {DataType::kBFloat16}, DataType::kBFloat16));
  EXPECT_FALSE(stays("in0", {kFloat}, DataType::kBFloat16));
  EXPECT_FALSE(stays("in0", {kFloat}, DataType::kFloat8E5M2));
  EXPECT_FALSE(stays("exp(in0)", {kFloat}, DataType::kFloat8E5M2));
}

TEST(StoredValue, IntegersMustBeWholeAndInRange) {
  EXPECT_TRUE(
      stays("clip(add(round(div(in0, in1)), in2), 0, 255)", {kFloat, kFloat, kByte}, kByte));
  EXPECT_FALSE(stays("clip(div(in0, in1), 0, 255)", {kFloat, kFloat}, kByte));
  EXPECT_FALSE(stays("clip(round(in0), -1, 255)", {kFloat}, kByte));
  EXPECT_FALSE(stays("clip(round(in0), 0, 256)", {kFloat}, kByte));
  EXPECT_TRUE(stays("clip(round(in0), -128, 127)", {kFloat}, DataType::kInt8));
  EXPECT_FALSE(stays("in0", {kFloat}, kByte));
  EXPECT_FALSE(stays("add(in0, in1)", {kByte, kByte}, kByte));  // wraps
}

TEST(StoredValue, TruthIsOneOrZero) {
  EXPECT_TRUE(stays("less(in0, in1)", {kFloat, kFloat}, DataType::kBool));
  EXPECT_FALSE(stays("in0", {kFloat}, DataType::kBool));
  EXPECT_FALSE(stays("where(in0, in1, in2)", {DataType::kBool, kFloat, kFloat}, DataType::kBool));
}

}  // namespace
}  // namespace nightjar::kernels::pointwise
