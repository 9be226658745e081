// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/attention/attention.h"
#include "tests/kernels/cuda_harness.h"

namespace nightjar::kernels::testing {
namespace {

using tensor::DataType;
using tensor::Dims;

constexpr const char* kName = "attention.own.warps.v1";
constexpr const char* kFlash = "attention.own.flash.v1";

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

TEST_F(AttentionOnGpu, TensorCoresAgree) {
  struct Sizes {
    int64_t groups, queries, keys, depth, width;
  };
  for (const Sizes& of :
       {Sizes{4, 128, 128, 64, 64}, Sizes{4, 197, 197, 64, 64}, Sizes{2, 37, 150, 40, 24},
        Sizes{1, 5, 300, 128, 96}, Sizes{4, 70, 1, 8, 128}, Sizes{4, 150, 70, 96, 64}}) {
    for (const DataType type : {DataType::kFloat16, DataType::kBFloat16}) {
      for (const bool is_causal : {false, true}) {
        AttentionProblem attention = problem(type, of.groups, of.queries, of.keys);
        attention.q = describe(type, {2, 4, of.queries, of.depth});
        attention.k = describe(type, {2, of.groups, of.keys, of.depth});
        attention.v = describe(type, {2, of.groups, of.keys, of.width});
        attention.y = describe(type, {2, 4, of.queries, of.width});
        attention.causal = is_causal;
        expect_agreement(kFlash, attention.to_problem());
        attention.mask = describe(DataType::kFloat32, {2, 1, 1, of.keys});
        expect_agreement(kFlash, attention.to_problem());
        attention.mask = describe(DataType::kBool, {4, of.queries, of.keys});
        expect_agreement(kFlash, attention.to_problem());
      }
    }
  }
}

TEST_F(AttentionOnGpu, TensorCoresReadHeadsSideBySide) {
  for (const DataType type : {DataType::kFloat16, DataType::kBFloat16}) {
    AttentionProblem attention;
    attention.q = attention.k = attention.v = describe(type, {2, 77, 3 * 4 * 32 + 8});
    attention.y = describe(type, {2, 77, 4 * 32});
    attention.packing = {4, 4, 32, 32, {8, 136, 264}, {32, 32, 32}};
    attention.scale = 0.2;
    expect_agreement(kFlash, attention.to_problem());
    expect_agreement(kName, attention.to_problem());
  }
}

TEST_F(AttentionOnGpu, TensorCoresRefuseWhatTheyCannotRead) {
  AttentionProblem attention = problem(DataType::kFloat32, 4, 9, 21);
  EXPECT_FALSE(supports(kFlash, attention.to_problem()));
  attention = problem(DataType::kFloat16, 4, 9, 21);
  EXPECT_TRUE(supports(kFlash, attention.to_problem()));
  attention.q = describe(DataType::kFloat16, {2, 4, 9, 60});
  attention.k = describe(DataType::kFloat16, {2, 4, 21, 60});
  EXPECT_FALSE(supports(kFlash, attention.to_problem()));
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
  AttentionProblem half = problem(DataType::kFloat16, 4, 5, 6);
  half.mask = attention.mask;
  auto half_inputs = random_operands(half.to_problem(), random_);
  half_inputs[3] = inputs[3];
  expect_agreement(kFlash, half.to_problem(), {}, half_inputs);
}

}  // namespace
}  // namespace nightjar::kernels::testing
