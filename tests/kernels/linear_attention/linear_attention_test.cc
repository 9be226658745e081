// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/linear_attention/linear_attention.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels {
namespace {

using kernels::testing::describe;
using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;

/// Operands by their place; undefined ones are absent.
std::vector<HostTensor> run(LinearAttentionProblem problem, std::vector<HostTensor> inputs,
                            const Dims& answer, const Dims& state) {
  inputs.resize(7);
  for (const HostTensor& input : inputs) {
    problem.inputs.push_back(input.defined() ? describe(input.type(), input.dims())
                                             : tensor::TensorDesc{});
  }
  problem.outputs = {describe(DataType::kFloat32, answer), describe(DataType::kFloat32, state)};
  auto answers = plain_answer(problem.to_problem(), inputs);
  EXPECT_TRUE(answers.ok()) << answers.error().message;
  return answers.ok() ? *answers : std::vector<HostTensor>(2, HostTensor(DataType::kFloat32, {0}));
}

HostTensor floats(const Dims& dims, const std::vector<float>& values) {
  return HostTensor::of_floats(dims, values);
}

using Floats = std::vector<float>;

TEST(LinearAttention, WritesAddUpAndQueriesShareAHead) {
  LinearAttentionProblem problem;
  problem.heads = 2;
  problem.scale = 1;
  // Depth 1, width 2: the state is the sum of key times value.
  const auto answers = run(problem,
                           {floats({1, 2, 2}, {1, 2, 3, 4}), floats({1, 2, 1}, {1, 10}),
                            floats({1, 2, 2}, {5, 6, 7, 8})},
                           {1, 2, 4}, {1, 1, 1, 2});
  EXPECT_EQ(answers[0].to_floats(), (Floats{5, 6, 10, 12, 225, 258, 300, 344}));
  EXPECT_EQ(answers[1].to_floats(), (Floats{75, 86}));
}

TEST(LinearAttention, DecaysByHeadAndByKey) {
  LinearAttentionProblem problem;
  problem.scale = 1;
  const HostTensor query = floats({1, 1, 2}, {1, 1}), key = floats({1, 1, 2}, {0, 0});
  const HostTensor value = floats({1, 1, 1}, {0}), past = floats({1, 1, 2, 1}, {4, 8});
  const float half = std::log(0.5F), quarter = std::log(0.25F);
  auto answers =
      run(problem, {query, key, value, past, floats({1, 1, 1}, {half})}, {1, 1, 1}, {1, 1, 2, 1});
  EXPECT_FLOAT_EQ(answers[0].as<float>()[0], 6);
  answers = run(problem, {query, key, value, past, floats({1, 1, 2}, {half, quarter})}, {1, 1, 1},
                {1, 1, 2, 1});
  EXPECT_FLOAT_EQ(answers[0].as<float>()[0], 4);
}

TEST(LinearAttention, ADeltaWritesOnlyWhatIsNew) {
  LinearAttentionProblem problem;
  problem.scale = 1;
  const HostTensor one = floats({1, 1, 1}, {1}), value = floats({1, 1, 1}, {10});
  const HostTensor past = floats({1, 1, 1, 1}, {4}), share = floats({1, 1, 1}, {0.5});
  const auto delta = run(problem, {one, one, value, past, {}, share}, {1, 1, 1}, {1, 1, 1, 1});
  EXPECT_EQ(delta[1].to_floats(), (Floats{4 + 3}));
  const auto erasing = run(problem, {one, one, value, past, {}, share, floats({1, 1, 1}, {0.5})},
                           {1, 1, 1}, {1, 1, 1, 1});
  EXPECT_EQ(erasing[1].to_floats(), (Floats{4 + 4}));
}

TEST(LinearAttention, ScalesByTheDepthUnlessToldOtherwise) {
  LinearAttentionProblem problem;
  const auto answers = run(
      problem,
      {floats({1, 1, 4}, {1, 0, 0, 0}), floats({1, 1, 4}, {1, 0, 0, 0}), floats({1, 1, 1}, {6})},
      {1, 1, 1}, {1, 1, 4, 1});
  EXPECT_FLOAT_EQ(answers[0].as<float>()[0], 3);
}

TEST(LinearAttention, RefusesHeadsAndGatesThatDoNotFit) {
  LinearAttentionProblem problem;
  problem.heads = 3;
  problem.key_heads = 2;
  problem.inputs.assign(7, {});
  for (size_t i = 0; i < 3; ++i) problem.inputs[i] = describe(DataType::kFloat32, {1, 1, 6});
  problem.outputs = {describe(DataType::kFloat32, {1, 1, 9}), {}};
  EXPECT_FALSE(LinearAttentionProblem::from_problem(problem.to_problem()).ok());
  problem.heads = 2;
  EXPECT_TRUE(LinearAttentionProblem::from_problem(problem.to_problem()).ok());
  problem.inputs[6] = describe(DataType::kFloat32, {1, 1, 6});
  EXPECT_FALSE(LinearAttentionProblem::from_problem(problem.to_problem()).ok());
  problem.inputs[6] = {};
  problem.inputs[4] = describe(DataType::kFloat32, {1, 1, 5});
  std::vector<HostTensor> inputs(7);
  for (size_t i = 0; i < 3; ++i) inputs[i] = HostTensor(DataType::kFloat32, {1, 1, 6});
  inputs[4] = HostTensor(DataType::kFloat32, {1, 1, 5});
  EXPECT_FALSE(plain_answer(problem.to_problem(), inputs).ok());
}

}  // namespace
}  // namespace nightjar::kernels
