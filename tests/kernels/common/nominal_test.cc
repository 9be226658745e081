// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/common/nominal.h"

#include <gtest/gtest.h>

namespace nightjar::kernels {
namespace {

TEST(Nominal, BindsBatchToOneAndTheRestToSixtyFour) {
  const tensor::Dim batch = tensor::Dim::symbol("N"), length = tensor::Dim::symbol("L");
  Problem problem;
  problem.family = "gemm";
  problem.inputs = {{tensor::DataType::kFloat32, {batch, length, 8}, {}}};
  problem.outputs = {{tensor::DataType::kFloat32, {batch * 2, length + 1}, {}}};
  const auto bound = bind_nominal(problem);
  ASSERT_TRUE(bound.ok());
  EXPECT_EQ(dims_of(bound->inputs[0]), (tensor::Dims{1, 64, 8}));
  EXPECT_EQ(dims_of(bound->outputs[0]), (tensor::Dims{2, 65}));
}

TEST(Nominal, LeavesConstantExtentsAlone) {
  Problem problem;
  problem.family = "gemm";
  problem.inputs = {{tensor::DataType::kFloat32, {3, 4}, {}}};
  EXPECT_EQ(*bind_nominal(problem), problem);
}

}  // namespace
}  // namespace nightjar::kernels
