// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/common/tactic.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "kernels/gemm/gemm.h"
#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using testing::describe;
using ::testing::HasSubstr;

TEST(Tactic, NamesAreUniqueAndBeginWithTheirFamily) {
  std::set<std::string_view> names;
  for (const Tactic* tactic : all_tactics()) {
    EXPECT_TRUE(names.insert(tactic->name()).second) << tactic->name();
    EXPECT_TRUE(tactic->name().starts_with(std::string(tactic->family()) + ".")) << tactic->name();
    EXPECT_EQ(find_tactic(tactic->name()), tactic);
  }
  EXPECT_EQ(find_tactic("conv.magic.v1"), nullptr);
}

TEST(Tactic, EveryFamilyBeginsWithAPlainOne) {
  std::set<std::string_view> families;
  for (const Tactic* tactic : all_tactics()) families.insert(tactic->family());
  EXPECT_GE(families.size(), 5u);
  for (const std::string_view family : families) {
    const auto tactics = tactics_of(family);
    EXPECT_EQ(tactics.front(), plain_tactic(family)) << family;
    EXPECT_EQ(tactics.front()->source(), TacticSource::kPlain) << family;
  }
  EXPECT_EQ(plain_tactic("magic"), nullptr);
  EXPECT_TRUE(tactics_of("magic").empty());
}

Problem small_gemm() {
  GemmProblem gemm;
  gemm.a = describe(DataType::kFloat32, {2, 2});
  gemm.b = describe(DataType::kFloat32, {2, 1});
  gemm.y = describe(DataType::kFloat32, {2, 1});
  return gemm.to_problem();
}

TEST(PlainAnswer, RunsTheFamilysPlainTactic) {
  const std::vector<tensor::HostTensor> inputs = {
      tensor::HostTensor::of_floats({2, 2}, {1, 2, 3, 4}),
      tensor::HostTensor::of_floats({2, 1}, {10, 100}),
      {},
      {}};
  const auto outputs = plain_answer(small_gemm(), inputs);
  ASSERT_TRUE(outputs.ok()) << outputs.error().message;
  EXPECT_EQ((*outputs)[0].to_floats(), (std::vector<float>{210, 430}));
}

TEST(PlainAnswer, RefusesInputsThatDoNotFit) {
  const auto wrong_count = plain_answer(small_gemm(), {});
  ASSERT_FALSE(wrong_count.ok());
  EXPECT_THAT(wrong_count.error().message, HasSubstr("4 inputs"));
  const std::vector<tensor::HostTensor> wrong_extent = {
      tensor::HostTensor::of_floats({2, 2}, {1, 2, 3, 4}),
      tensor::HostTensor::of_floats({3}, {1, 2, 3}),
      {},
      {}};
  const auto answer = plain_answer(small_gemm(), wrong_extent);
  ASSERT_FALSE(answer.ok());
  EXPECT_THAT(answer.error().message, HasSubstr("gemm input 1"));
}

TEST(PlainAnswer, RefusesUnknownFamilies) {
  Problem problem;
  problem.family = "magic";
  EXPECT_FALSE(plain_answer(problem, {}).ok());
}

}  // namespace
}  // namespace nightjar::kernels
