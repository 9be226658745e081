// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/attention/attention_blocks.h"

#include <gtest/gtest.h>

#include "kernels/attention/attention.h"
#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels {
namespace {

using kernels::testing::describe;
using kernels::testing::Random;
using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;

void expect_agreement(const AttentionProblem& problem, const std::vector<HostTensor>& inputs,
                      int threads) {
  const Problem described = problem.to_problem();
  const auto wanted = plain_answer(described, inputs);
  ASSERT_TRUE(wanted.ok()) << wanted.error().message;
  const double tolerance = problem.y.type == DataType::kFloat32 ? 2e-6 : 1e-2;
  const Tactic& tactic = *attention_blocks_tactic();
  std::vector<std::string> configs = tactic.configs(described, {});
  ASSERT_EQ(configs.size(), 3u);
  configs.push_back("");
  for (const std::string& config : configs) {
    const auto found = kernels::testing::run_tactic(tactic, described, config, inputs, {}, threads);
    ASSERT_TRUE(found.ok()) << found.error().message;
    EXPECT_LT(
        kernels::testing::worst_error(kernels::testing::logical_values(problem.y, (*wanted)[0]),
                                      kernels::testing::logical_values(problem.y, (*found)[0])),
        tolerance)
        << config << " of " << described.to_string();
  }
}

void expect_agreement(const AttentionProblem& problem, int threads = 1) {
  Random random(31);
  const auto inputs = kernels::testing::random_operands(problem.to_problem(), random);
  expect_agreement(problem, inputs, threads);
}

AttentionProblem apart(DataType type, int64_t groups, int64_t queries, int64_t keys, int64_t depth,
                       int64_t width) {
  AttentionProblem problem;
  problem.q = describe(type, {2, 4, queries, depth});
  problem.k = describe(type, {2, groups, keys, depth});
  problem.v = describe(type, {2, groups, keys, width});
  problem.y = describe(type, {2, 4, queries, width});
  problem.scale = 0.3;
  return problem;
}

TEST(AttentionBlocks, AgreesAtAndBesideEveryTileEdge) {
  for (const int64_t queries : {1, 5, 6, 24, 25, 50, 97}) {
    for (const int64_t keys : {1, 15, 16, 17, 64, 65, 100}) {
      AttentionProblem problem = apart(DataType::kFloat32, 2, queries, keys, 8, 20);
      expect_agreement(problem, 3);
      problem.causal = true;
      expect_agreement(problem);
    }
  }
  expect_agreement(apart(DataType::kFloat32, 4, 30, 40, 64, 64));
  expect_agreement(apart(DataType::kBFloat16, 1, 30, 40, 33, 70));
}

TEST(AttentionBlocks, RefusesABlockItDoesNotHave) {
  const auto device = device::make_cpu_device(1);
  const Problem problem = apart(DataType::kFloat32, 4, 5, 6, 8, 8).to_problem();
  EXPECT_TRUE(attention_blocks_tactic()->open(problem, "q48", {}, *device).ok());
  EXPECT_FALSE(attention_blocks_tactic()->open(problem, "q7", {}, *device).ok());
}

TEST(AttentionBlocks, MasksThatBroadcast) {
  for (const Dims& mask : {Dims{9, 21}, Dims{2, 1, 1, 21}, Dims{1, 4, 9, 1}, Dims{21}}) {
    AttentionProblem problem = apart(DataType::kFloat32, 4, 9, 21, 8, 8);
    for (const DataType type : {DataType::kFloat32, DataType::kFloat16, DataType::kBool}) {
      problem.mask = describe(type, mask);
      problem.causal = !problem.causal;
      expect_agreement(problem);
    }
  }
}

TEST(AttentionBlocks, AQueryThatSeesNothingGetsZeros) {
  AttentionProblem problem = apart(DataType::kFloat32, 4, 5, 6, 8, 8);
  problem.mask = describe(DataType::kBool, {5, 6});
  Random random(3);
  auto inputs = kernels::testing::random_operands(problem.to_problem(), random);
  for (int64_t i = 0; i < 30; ++i) inputs[3].set_integer(i, i < 6 ? 0 : 1);
  expect_agreement(problem, inputs, 1);
}

TEST(AttentionBlocks, PackedHeadsInOneTensor) {
  AttentionProblem problem;
  problem.q = problem.k = problem.v = describe(DataType::kFloat32, {2, 29, 3 * 24});
  problem.y = describe(DataType::kFloat32, {2, 29, 24});
  problem.packing = {3, 3, 8, 8, {0, 24, 48}, {8, 8, 8}};
  problem.causal = true;
  expect_agreement(problem, 2);
  problem.packing.steps = {24, 24, 24};
  problem.packing.starts = {0, 8, 16};
  expect_agreement(problem);
}

}  // namespace
}  // namespace nightjar::kernels
