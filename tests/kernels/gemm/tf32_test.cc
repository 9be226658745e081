// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/gemm/tf32.h"

#include <gtest/gtest.h>

namespace nightjar::kernels {
namespace {

using tensor::DataType;

Problem product(const char* family, DataType type) {
  const tensor::TensorDesc operand{type, {2, 2}};
  return {.family = family, .attributes = {}, .inputs = {operand, operand}, .outputs = {operand}};
}

TEST(Tf32, ProductsOfFloat32AreMarkedAndKeepTheMark) {
  for (const char* family : {"gemm", "conv"}) {
    Problem problem = product(family, DataType::kFloat32);
    EXPECT_FALSE(allows_tf32(problem));
    const std::string before = problem.digest();
    EXPECT_TRUE(allow_tf32(problem));
    EXPECT_TRUE(allows_tf32(problem));
    EXPECT_NE(problem.digest(), before) << "timings of one must not serve the other";
    const auto bound = problem.bind({});
    ASSERT_TRUE(bound.ok());
    EXPECT_TRUE(allows_tf32(*bound));
  }
}

TEST(Tf32, OthersAreLeftAlone) {
  Problem half = product("gemm", DataType::kFloat16), sum = product("reduce", DataType::kFloat32);
  EXPECT_FALSE(allow_tf32(half));
  EXPECT_FALSE(allow_tf32(sum));
  EXPECT_FALSE(allows_tf32(half));
  EXPECT_FALSE(allows_tf32(sum));
}

}  // namespace
}  // namespace nightjar::kernels
