// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/attention/attention.h"
#include "tests/kernels/cuda_harness.h"

namespace nightjar::kernels::testing {
namespace {

using tensor::DataType;
using tensor::Dims;

constexpr const char* kName = "attention.own.warps.v1";

class AttentionOnGpu : public CudaTactics {
 protected:
  static AttentionProblem problem(DataType type, int64_t groups, int64_t queries, int64_t keys) {
    AttentionProblem attention;
    attention.q = describe(type, {2, 4, queries, 64});
    attention.k = describe(type, {2, groups, keys, 64});
    attention.v = describe(type, {2, groups, keys, 40});
    attention.y = describe(type, {2, 4, queries, 40});
    attention.scale = 0.125;
    return attention;
  }
};

TEST_F(AttentionOnGpu, SharedKeysInEveryType) {
  for (const DataType type : {DataType::kFloat32, DataType::kFloat16, DataType::kBFloat16}) {
    for (const int64_t groups : {4, 2, 1}) {
      for (const bool is_causal : {false, true}) {
        AttentionProblem attention = problem(type, groups, 37, 50);
        attention.causal = is_causal;
        expect_agreement(kName, attention.to_problem());
      }
    }
  }
}

TEST_F(AttentionOnGpu, MasksThatBroadcast) {
  for (const Dims& mask : {Dims{9, 21}, Dims{2, 1, 1, 21}, Dims{1, 4, 9, 1}}) {
    AttentionProblem attention = problem(DataType::kFloat32, 4, 9, 21);
    attention.mask = describe(DataType::kFloat32, mask);
    expect_agreement(kName, attention.to_problem());
    attention.mask.type = DataType::kBool;
    expect_agreement(kName, attention.to_problem());
  }
}

TEST_F(AttentionOnGpu, NothingToLookAtGivesZeros) {
  AttentionProblem attention = problem(DataType::kFloat32, 4, 5, 6);
  attention.mask = describe(DataType::kBool, {5, 6});
  const Problem described = attention.to_problem();
  auto inputs = random_operands(described, random_);
  for (int64_t i = 0; i < 30; ++i) inputs[3].set_integer(i, i < 6 ? 0 : 1);
  expect_agreement(kName, described, {}, inputs);
}

}  // namespace
}  // namespace nightjar::kernels::testing
