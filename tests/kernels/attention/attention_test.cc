// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/attention/attention.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/kernels/index_walk.h"
#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels {
namespace {

using kernels::testing::describe;
using kernels::testing::for_each_element;
using kernels::testing::position_of;
using kernels::testing::Random;
using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;

struct Extents {
  int64_t batch, heads, groups, queries, keys, depth, width;
};

AttentionProblem described(const Extents& e, const Dims& mask, DataType type, bool causal) {
  AttentionProblem problem;
  problem.q = describe(type, {e.batch, e.heads, e.queries, e.depth});
  problem.k = describe(type, {e.batch, e.groups, e.keys, e.depth});
  problem.v = describe(type, {e.batch, e.groups, e.keys, e.width});
  problem.y = describe(type, {e.batch, e.heads, e.queries, e.width});
  if (!mask.empty()) problem.mask = describe(type, mask);
  problem.scale = 0.4;
  problem.causal = causal;
  return problem;
}

/// One element of the answer, spelled out.
double expected(const Extents& e, const AttentionProblem& problem,
                const std::vector<HostTensor>& in, const Dims& at) {
  const int64_t group = at[1] / (e.heads / e.groups);
  double sum = 0, answer = 0;
  for (int64_t t = 0; t < e.keys && (!problem.causal || t <= at[2]); ++t) {
    double score = 0;
    for (int64_t d = 0; d < e.depth; ++d) {
      score += in[0].value_at(position_of(in[0].dims(), {at[0], at[1], at[2], d})) *
               in[1].value_at(position_of(in[1].dims(), {at[0], group, t, d}));
    }
    score *= problem.scale;
    if (in[3].defined()) {
      score += in[3].value_at(position_of(in[3].dims(), {at[0], at[1], at[2], t}));
    }
    sum += std::exp(score);
    answer += std::exp(score) * in[2].value_at(position_of(in[2].dims(), {at[0], group, t, at[3]}));
  }
  return answer / sum;
}

void expect_attention(const Extents& e, const Dims& mask, DataType type, bool causal, int threads) {
  const AttentionProblem problem = described(e, mask, type, causal);
  Random random(17);
  const auto inputs = kernels::testing::random_operands(problem.to_problem(), random);
  const auto answers = kernels::testing::run_tactic(*plain_tactic("attention"),
                                                    problem.to_problem(), "", inputs, {}, threads);
  ASSERT_TRUE(answers.ok()) << answers.error().message;
  const double tolerance = type == DataType::kFloat32 ? 2e-6 : 1e-2;
  for_each_element(dims_of(problem.y), [&](const Dims& at, int64_t position) {
    ASSERT_NEAR((*answers)[0].value_at(position), expected(e, problem, inputs, at), tolerance)
        << problem.to_problem().to_string() << " at " << position;
  });
}

TEST(Attention, AgreesWithItsDefinition) {
  expect_attention({1, 1, 1, 1, 1, 1, 1}, {}, DataType::kFloat32, false, 1);
  expect_attention({2, 3, 3, 70, 37, 16, 33}, {}, DataType::kFloat32, false, 3);
  expect_attention({1, 2, 2, 67, 67, 8, 40}, {}, DataType::kFloat32, true, 2);
  expect_attention({1, 4, 2, 5, 9, 8, 8}, {}, DataType::kFloat32, false, 1);
  expect_attention({1, 2, 2, 5, 9, 8, 8}, {}, DataType::kBFloat16, false, 1);
}

TEST(Attention, AddsMasksThatBroadcast) {
  for (const Dims& mask : std::vector<Dims>{{2, 3, 5, 9}, {2, 1, 1, 9}, {5, 9}, {1, 3, 5, 1}}) {
    expect_attention({2, 3, 3, 5, 9, 4, 4}, mask, DataType::kFloat32, false, 1);
  }
}

/// [B, H, S, D] written into columns of `into`, [B, S, columns].
void pack_heads(const HostTensor& heads, int64_t start, int64_t step, HostTensor& into) {
  for_each_element(heads.dims(), [&](const Dims& at, int64_t position) {
    const Dims to = {at[0], at[2], start + at[1] * step + at[3]};
    into.set_value(position_of(into.dims(), to), heads.value_at(position));
  });
}

TEST(Attention, ReadsAndWritesHeadsSideBySide) {
  const Extents e{2, 4, 2, 37, 21, 8, 16};
  const AttentionProblem apart = described(e, {}, DataType::kFloat32, false);
  Random random(23);
  const auto inputs = kernels::testing::random_operands(apart.to_problem(), random);
  const auto wanted = plain_answer(apart.to_problem(), inputs);
  ASSERT_TRUE(wanted.ok()) << wanted.error().message;

  AttentionProblem packed = apart;
  packed.q = describe(DataType::kFloat32, {e.batch, e.queries, 40});
  packed.k = packed.v = describe(DataType::kFloat32, {e.batch, e.keys, 50});
  packed.y = describe(DataType::kFloat32, {e.batch, e.queries, e.heads * e.width});
  packed.packing = {e.heads, e.groups, e.depth, e.width, {3, 1, 9}, {9, 24, 24}};
  HostTensor q(DataType::kFloat32, dims_of(packed.q)), kv(DataType::kFloat32, dims_of(packed.k));
  pack_heads(inputs[0], 3, 9, q);
  pack_heads(inputs[1], 1, 24, kv);
  pack_heads(inputs[2], 9, 24, kv);
  const auto answers = plain_answer(packed.to_problem(), std::vector<HostTensor>{q, kv, kv, {}});
  ASSERT_TRUE(answers.ok()) << answers.error().message;
  HostTensor expected(DataType::kFloat32, dims_of(packed.y));
  pack_heads((*wanted)[0], 0, e.width, expected);
  EXPECT_EQ((*answers)[0].to_floats(), expected.to_floats());
}

TEST(Attention, RefusesHeadsBeyondTheColumns) {
  AttentionProblem packed;
  packed.q = packed.k = packed.v = packed.y = describe(DataType::kFloat32, {1, 3, 8});
  packed.packing = {2, 2, 4, 4, {0, 0, 0}, {4, 4, 4}};
  std::vector<HostTensor> inputs(3, HostTensor(DataType::kFloat32, {1, 3, 8}));
  inputs.push_back({});
  EXPECT_TRUE(plain_answer(packed.to_problem(), inputs).ok());
  for (const int64_t start : {-1, 1}) {
    packed.packing.starts[2] = start;
    EXPECT_FALSE(plain_answer(packed.to_problem(), inputs).ok());
  }
  packed.packing = {};
  EXPECT_FALSE(AttentionProblem::from_problem(packed.to_problem()).ok());
}

TEST(Attention, LeavesOutWhatAMaskForbids) {
  AttentionProblem problem = described({1, 1, 1, 1, 3, 2, 2}, {}, DataType::kFloat32, false);
  problem.mask = describe(DataType::kBool, {3});
  HostTensor mask(DataType::kBool, {3});
  mask.set_integer(1, 1);
  Random random(4);
  std::vector<HostTensor> inputs = kernels::testing::random_operands(problem.to_problem(), random);
  inputs[3] = mask;
  const auto answers = plain_answer(problem.to_problem(), inputs);
  ASSERT_TRUE(answers.ok());
  EXPECT_FLOAT_EQ((*answers)[0].to_floats()[0], inputs[2].to_floats()[2]);
  EXPECT_FLOAT_EQ((*answers)[0].to_floats()[1], inputs[2].to_floats()[3]);
}

TEST(Attention, RefusesWhatDoesNotFit) {
  AttentionProblem problem = described({1, 2, 2, 3, 3, 4, 4}, {}, DataType::kFloat32, false);
  EXPECT_TRUE(AttentionProblem::from_problem(problem.to_problem()).ok());
  AttentionProblem other = problem;
  other.k = describe(DataType::kFloat32, {1, 2, 3, 5});
  EXPECT_FALSE(AttentionProblem::from_problem(other.to_problem()).ok());
  other = described({1, 3, 2, 3, 3, 4, 4}, {}, DataType::kFloat32, false);
  Random random(1);
  const auto inputs = kernels::testing::random_operands(other.to_problem(), random);
  EXPECT_FALSE(plain_answer(other.to_problem(), inputs).ok());
}

}  // namespace
}  // namespace nightjar::kernels
