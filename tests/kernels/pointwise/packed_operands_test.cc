// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/pointwise/packed_operands.h"

#include <gtest/gtest.h>

#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels::pointwise {
namespace {

using kernels::testing::describe;
using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;

HostTensor of_integers(DataType type, const Dims& dims, int64_t first) {
  HostTensor value(type, dims);
  for (int64_t i = 0; i < value.count(); ++i) value.set_integer(i, (first + 5 * i) % 4);
  return value;
}

std::vector<HostTensor> run(const PointwiseProblem& problem, const std::vector<HostTensor>& inputs,
                            int threads) {
  const auto answers = kernels::testing::run_tactic(*plain_tactic("pointwise"),
                                                    problem.to_problem(), "", inputs, {}, threads);
  EXPECT_TRUE(answers.ok()) << answers.error().message;
  return answers.ok() ? *answers : std::vector<HostTensor>{HostTensor(DataType::kInt8, {0})};
}

/// Odd extents, so that rows, blocks and shares of threads begin within a byte.
TEST(PackedOperands, BroadcastWithinBytes) {
  PointwiseProblem problem;
  problem.expression = *Expression::parse("add(in0, in1)");
  problem.inputs = {describe(DataType::kUInt2, {5, 701}), describe(DataType::kInt4, {5, 1})};
  problem.output = describe(DataType::kUInt4, {5, 701});
  problem.compute = Compute::kInt64;
  const HostTensor a = of_integers(DataType::kUInt2, {5, 701}, 1);
  const HostTensor b = of_integers(DataType::kInt4, {5, 1}, 2);
  for (const int threads : {1, 3}) {
    const HostTensor sum = run(problem, {a, b}, threads)[0];
    for (int64_t i = 0; i < sum.count(); ++i) {
      ASSERT_EQ(sum.integer_at(i), a.integer_at(i) + b.integer_at(i / 701)) << i;
    }
  }
}

TEST(PackedOperands, SmallFloatsNarrowAsAsked) {
  PointwiseProblem problem;
  problem.inputs = {describe(DataType::kFloat32, {3})};
  const HostTensor values = HostTensor::of_floats({3}, {5.0f, 1e9f, 3.0f});
  problem.output = describe(DataType::kFloat4E2M1, {3});
  EXPECT_EQ(run(problem, {values}, 1)[0].to_floats(), (std::vector<float>{4, 6, 3}));
  problem.output = describe(DataType::kFloat8E5M2, {3});
  problem.narrowing.overflow = tensor::Overflow::kToSpecial;
  EXPECT_EQ(run(problem, {values}, 1)[0].to_floats(), (std::vector<float>{5, INFINITY, 3}));
  problem.output = describe(DataType::kFloat8E8M0, {3});
  problem.narrowing = {tensor::Overflow::kSaturate, tensor::PowerRounding::kDown};
  EXPECT_EQ(run(problem, {values}, 1)[0].to_floats(), (std::vector<float>{4, 0x1p29f, 2}));
  problem.narrowing.power_rounding = tensor::PowerRounding::kNearest;
  EXPECT_EQ(run(problem, {values}, 1)[0].to_floats(), (std::vector<float>{4, 0x1p30f, 4}));
}

TEST(PackedOperands, TheProblemKeepsItsNarrowing) {
  PointwiseProblem problem;
  problem.inputs = {describe(DataType::kFloat32, {3})};
  problem.output = describe(DataType::kFloat8E8M0, {3});
  problem.narrowing = {tensor::Overflow::kToSpecial, tensor::PowerRounding::kNearest};
  const auto again = PointwiseProblem::from_problem(problem.to_problem());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->narrowing, problem.narrowing);
  Problem wrong = problem.to_problem();
  wrong.attributes.set("round_mode", std::string("sideways"));
  EXPECT_FALSE(PointwiseProblem::from_problem(wrong).ok());
}

TEST(PackedOperands, NothingIsAddedForWholeBytes) {
  PointwiseProblem problem;
  problem.inputs = {describe(DataType::kFloat8E5M2, {3})};
  problem.output = describe(DataType::kFloat32, {3});
  const auto opened = open_plain(problem.to_problem(), 1);
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ((*opened)->workspace_bytes(), 0u);
}

}  // namespace
}  // namespace nightjar::kernels::pointwise
