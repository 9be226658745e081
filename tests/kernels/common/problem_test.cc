// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/common/problem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::Dim;
using ::testing::HasSubstr;

Problem sample() {
  Problem problem;
  problem.family = "conv";
  problem.attributes.set("strides", std::vector<int64_t>{2, 2});
  problem.inputs = {{DataType::kFloat32, {Dim::symbol("N"), 3, 8, 8}, {}}, {}};
  problem.outputs = {{DataType::kBFloat16, {Dim::symbol("N"), 4, 4, 4}, {}}};
  problem.parameters = {Dim::symbol("N") * 2};
  return problem;
}

TEST(Problem, BindEvaluatesEveryShape) {
  const auto bound = sample().bind({{"N", 5}});
  ASSERT_TRUE(bound.ok());
  EXPECT_EQ(dims_of(bound->inputs[0]), (tensor::Dims{5, 3, 8, 8}));
  EXPECT_EQ(bound->inputs[1].type, DataType::kUndefined);
  EXPECT_EQ(dims_of(bound->outputs[0]), (tensor::Dims{5, 4, 4, 4}));
  EXPECT_EQ(bound->parameters[0].constant(), 10);
}

TEST(Problem, BindNamesTheOperandWithAMissingSymbol) {
  const auto bound = sample().bind({});
  ASSERT_FALSE(bound.ok());
  EXPECT_THAT(bound.error().message, HasSubstr("conv input 0"));
}

TEST(Problem, PrintsOperandsAndAbsentOnes) {
  EXPECT_THAT(sample().to_string(), HasSubstr("conv strides=[2,2]"));
  EXPECT_THAT(sample().to_string(), HasSubstr("(float32[Nx3x8x8], -) -> bfloat16[Nx4x4x4]"));
}

TEST(Problem, SurvivesBytes) {
  ByteWriter out;
  sample().write(out);
  ByteReader in(out.bytes());
  const auto back = Problem::read(in);
  ASSERT_TRUE(back.ok()) << back.error().message;
  EXPECT_EQ(*back, sample());
  EXPECT_EQ(in.remaining(), 0u);
}

TEST(Problem, RefusesEveryTruncation) {
  ByteWriter out;
  sample().write(out);
  for (size_t kept = 0; kept < out.size(); ++kept) {
    ByteReader in(std::span(out.bytes()).first(kept));
    EXPECT_FALSE(Problem::read(in).ok()) << kept;
  }
}

TEST(Problem, DigestTellsProblemsApart) {
  Problem other = sample();
  other.attributes.set("strides", std::vector<int64_t>{2, 1});
  EXPECT_EQ(sample().digest(), sample().digest());
  EXPECT_NE(sample().digest(), other.digest());
}

}  // namespace
}  // namespace nightjar::kernels
