// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/device/cuda_module.h"
#include "kernels/pointwise/pointwise.h"
#include "kernels/pointwise/pointwise_cuda.h"
#include "tests/kernels/cuda_harness.h"

namespace nightjar::kernels::testing {
namespace {

using tensor::DataType;
using tensor::Dims;

constexpr std::string_view kTactic = "pointwise.own.nvrtc.v1";

Problem make_problem(const std::string& expression, const std::vector<tensor::TensorDesc>& inputs,
                     const tensor::TensorDesc& output) {
  Problem problem{.family = "pointwise", .attributes = {}, .inputs = inputs, .outputs = {output}};
  problem.attributes.set("expression", expression);
  return problem;
}

using PointwiseOnGpu = CudaTactics;

/// Needs no GPU: every function the parser knows compiles in the types it has a meaning for.
TEST(PointwiseSource, CompilesForEveryFunction) {
  if (device::nvrtc_version().empty()) GTEST_SKIP() << "NVRTC is not installed";
  for (const DataType type : {DataType::kFloat32, DataType::kInt64}) {
    std::string body, sum = "in0";
    for (const auto& info : pointwise::all_functions()) {
      std::string call = std::string(info.name) + "(in0";
      for (int i = 1; i < info.arity; ++i) call += ", " + std::to_string(i);
      const Problem problem = make_problem(call + ")", {describe(type, {8})}, describe(type, {8}));
      if (plain_tactic("pointwise")->supports(problem, {})) sum = "add(" + sum + ", " + call + "))";
    }
    const auto parsed = pointwise::PointwiseProblem::from_problem(
        make_problem(sum, {describe(type, {8})}, describe(type, {8})));
    ASSERT_TRUE(parsed.ok()) << parsed.error().message;
    const auto code = device::compile_cuda(pointwise::source_of(*parsed).to_string(), "sm_90");
    EXPECT_TRUE(code.ok()) << code.error().message;
  }
}

TEST_F(PointwiseOnGpu, AgreesOnBroadcasts) {
  const std::vector<std::pair<Dims, Dims>> shapes = {
      {{4, 64, 56}, {4, 64, 56}},
      {{4, 64, 56}, {56}},
      {{4, 64, 56}, {64, 1}},
      {{4, 64, 56}, {1}},
      {{3, 5, 7}, {5, 1}},
      {{2, 3, 4, 5}, {3, 1, 5}},
      {{1}, {1}},
      {{2, 3, 8}, {2, 1, 8}},
  };
  for (const DataType type : {DataType::kFloat32, DataType::kFloat16, DataType::kBFloat16}) {
    for (const auto& [whole, part] : shapes) {
      expect_agreement(kTactic, make_problem("relu(add(mul(in0, in1), 0.5))",
                                             {describe(type, whole), describe(type, part)},
                                             describe(type, whole)));
    }
  }
}

TEST_F(PointwiseOnGpu, AgreesOnFunctions) {
  for (const char* call : {"gelu(in0)", "gelu_tanh(in0)", "silu(in0)", "erf(in0)", "exp(in0)",
                           "softplus(in0)", "mish(in0)", "elu(in0, 0.5)", "hard_swish(in0)",
                           "clip(in0, -0.25, 0.5)", "round(mul(in0, 10))", "sqrt(abs(in0))",
                           "where(less(in0, 0), in0, 2)", "pow(abs(in0), 1.5)", "tanh(in0)"}) {
    const auto desc = describe(DataType::kFloat32, {3, 50});
    expect_agreement(kTactic, make_problem(call, {desc}, desc));
  }
}

TEST_F(PointwiseOnGpu, BytesAreLookedUp) {
  constexpr const char* kCurve =
      "clip(add(round(div(sigmoid(mul(sub(in0, 7), 0.05)), 0.004)), 1), -128, 255)";
  for (const int64_t count : {1, 255, 4096, 100003}) {
    for (const DataType from : {DataType::kInt8, DataType::kUInt8}) {
      const auto x = describe(from, {count}), y = describe(DataType::kUInt8, {count});
      Problem problem = make_problem(kCurve, {x}, y);
      problem.attributes.set("compute", "f32");
      expect_agreement("pointwise.own.table.v1", problem);
    }
  }
  const auto f32 = describe(DataType::kFloat32, {40}), u8 = describe(DataType::kUInt8, {40});
  EXPECT_FALSE(supports("pointwise.own.table.v1", make_problem("mul(in0, 3)", {f32}, u8)));
}

TEST_F(PointwiseOnGpu, AgreesOnIntegersAndMixtures) {
  const auto i64 = describe(DataType::kInt64, {40}), i8 = describe(DataType::kInt8, {40}),
             u8 = describe(DataType::kUInt8, {40}), f32 = describe(DataType::kFloat32, {40}),
             f16 = describe(DataType::kFloat16, {40}), f64 = describe(DataType::kFloat64, {40}),
             flag = describe(DataType::kBool, {40});
  expect_agreement(kTactic, make_problem("add(in0, mul(in0, in1))", {i64, i64}, i64));
  expect_agreement(kTactic, make_problem("mod(in0, 7)", {i64}, i64));
  expect_agreement(kTactic, make_problem("bit_xor(in0, shift_left(in1, 1))", {u8, u8}, u8));
  expect_agreement(kTactic, make_problem("mul(in0, 100)", {f32}, i8));
  expect_agreement(kTactic, make_problem("less(in0, in1)", {f32, f16}, flag));
  expect_agreement(kTactic, make_problem("add(in0, in1)", {f64, i8}, f64));
  expect_agreement(kTactic, make_problem("in0", {f32}, f16));
}

}  // namespace
}  // namespace nightjar::kernels::testing
