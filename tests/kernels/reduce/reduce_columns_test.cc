// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kernels/reduce/reduce.h"
#include "kernels/reduce/tactics.h"
#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::Dims;

ReduceProblem reduction(ReduceKind kind, const Dims& dims, const std::vector<int64_t>& axes) {
  ReduceProblem reduce;
  reduce.kind = kind;
  reduce.axes = axes;
  Dims kept = dims;
  for (const int64_t axis : axes) kept[static_cast<size_t>(axis)] = 1;
  reduce.input = testing::describe(DataType::kFloat32, dims);
  reduce.output = testing::describe(DataType::kFloat32, kept);
  return reduce;
}

TEST(ReduceColumns, AreThoseOfThePlainKernelWhateverTheThreads) {
  testing::Random random(5);
  struct Case {
    Dims dims;
    std::vector<int64_t> axes;
  };
  const Case cases[] = {{{2, 7, 7, 150}, {1, 2}}, {{1, 112, 112, 32}, {1, 2}},
                        {{3, 5, 17}, {0}},        {{1, 6, 14, 14, 16}, {2, 3}},
                        {{4, 9, 3}, {0, 1}},      {{2, 130, 1}, {1}}};
  for (const Case& each : cases) {
    for (const ReduceKind kind : {ReduceKind::kSum, ReduceKind::kMean}) {
      const ReduceProblem reduce = reduction(kind, each.dims, each.axes);
      const Problem problem = reduce.to_problem();
      ASSERT_TRUE(reduce_columns_tactic()->supports(problem, {})) << problem.to_string();
      const auto inputs = testing::random_operands(problem, random);
      const auto wanted = testing::run_tactic(*plain_tactic("reduce"), problem, "", inputs);
      const auto one = testing::run_tactic(*reduce_columns_tactic(), problem, "", inputs);
      const auto two = testing::run_tactic(*reduce_columns_tactic(), problem, "", inputs, {}, 2);
      ASSERT_TRUE(wanted.ok() && one.ok() && two.ok());
      EXPECT_TRUE(tensor::identical((*one)[0], (*two)[0])) << problem.to_string();
      EXPECT_LT(testing::worst_error(testing::logical_values(reduce.output, (*wanted)[0]),
                                     testing::logical_values(reduce.output, (*one)[0])),
                1e-6)
          << problem.to_string();
    }
  }
}

TEST(ReduceColumns, LeaveAloneOtherKindsAndAxes) {
  const auto takes = [](const ReduceProblem& reduce) {
    return reduce_columns_tactic()->supports(reduce.to_problem(), {});
  };
  EXPECT_TRUE(takes(reduction(ReduceKind::kMean, {2, 3, 4, 5}, {1, 2})));
  EXPECT_FALSE(takes(reduction(ReduceKind::kMax, {2, 3, 4, 5}, {1, 2})));
  EXPECT_FALSE(takes(reduction(ReduceKind::kMean, {2, 3, 4, 5}, {2, 3})));
  EXPECT_FALSE(takes(reduction(ReduceKind::kMean, {2, 3, 4, 5}, {0, 2})));
  ReduceProblem half = reduction(ReduceKind::kMean, {2, 3, 4, 5}, {1});
  half.input.type = DataType::kFloat16;
  EXPECT_FALSE(takes(half));
}

}  // namespace
}  // namespace nightjar::kernels
