// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/reduce/reduce.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

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

constexpr ReduceKind kKinds[] = {
    ReduceKind::kSum,    ReduceKind::kMean,     ReduceKind::kMax, ReduceKind::kMin,
    ReduceKind::kL1,     ReduceKind::kProduct,  ReduceKind::kL2,  ReduceKind::kSumSquare,
    ReduceKind::kLogSum, ReduceKind::kLogSumExp};

double fold(ReduceKind kind, const std::vector<double>& x) {
  double sum = 0, absolute = 0, squares = 0, product = 1, exponentials = 0;
  for (const double v : x) {
    sum += v;
    absolute += std::fabs(v);
    squares += v * v;
    product *= v;
    exponentials += std::exp(v);
  }
  switch (kind) {
    case ReduceKind::kSum:
      return sum;
    case ReduceKind::kMean:
      return sum / static_cast<double>(x.size());
    case ReduceKind::kMax:
      return *std::max_element(x.begin(), x.end());
    case ReduceKind::kMin:
      return *std::min_element(x.begin(), x.end());
    case ReduceKind::kProduct:
      return product;
    case ReduceKind::kL1:
      return absolute;
    case ReduceKind::kL2:
      return std::sqrt(squares);
    case ReduceKind::kSumSquare:
      return squares;
    case ReduceKind::kLogSum:
      return std::log(sum);
    case ReduceKind::kLogSumExp:
      return std::log(exponentials);
  }
  return 0;
}

void expect_reduction(ReduceKind kind, DataType type, const Dims& dims,
                      const std::vector<int64_t>& axes, int threads) {
  Dims kept = dims;
  for (const int64_t axis : axes) kept[static_cast<size_t>(axis)] = 1;
  const ReduceProblem problem{kind, axes, describe(type, dims), describe(type, kept)};
  Random random(11);
  auto inputs = kernels::testing::random_operands(problem.to_problem(), random);
  if (kind == ReduceKind::kLogSum) {
    for (int64_t i = 0; i < inputs[0].count(); ++i) {
      inputs[0].set_value(i, std::fabs(inputs[0].value_at(i)) + 0.1);
    }
  }
  std::vector<std::vector<double>> groups(static_cast<size_t>(tensor::element_count(kept)));
  for_each_element(dims, [&](const Dims& at, int64_t position) {
    groups[static_cast<size_t>(position_of(kept, at))].push_back(inputs[0].value_at(position));
  });
  const auto answers = kernels::testing::run_tactic(*plain_tactic("reduce"), problem.to_problem(),
                                                    "", inputs, {}, threads);
  ASSERT_TRUE(answers.ok()) << answers.error().message;
  const double tolerance = type == DataType::kBFloat16 ? 8e-3 : 1e-6;
  for (size_t i = 0; i < groups.size(); ++i) {
    const double wanted = fold(kind, groups[i]);
    EXPECT_NEAR((*answers)[0].value_at(static_cast<int64_t>(i)), wanted,
                tolerance * (1 + std::fabs(wanted)))
        << problem.to_problem().to_string() << " at " << i;
  }
}

TEST(Reduce, FoldsOverAnyAxes) {
  const std::vector<std::pair<Dims, std::vector<int64_t>>> cases = {{{50}, {0}},
                                                                    {{3, 700}, {1}},
                                                                    {{700, 3}, {0}},
                                                                    {{2, 5, 6, 7}, {2, 3}},
                                                                    {{2, 6, 7, 33}, {1, 2}},
                                                                    {{2, 3, 4, 5}, {0, 2}},
                                                                    {{2, 3, 4, 5}, {1, 3}},
                                                                    {{4, 1, 3}, {1}},
                                                                    {{3, 2}, {}},
                                                                    {{9, 1100}, {0}},
                                                                    {{2, 40, 50}, {0, 1, 2}}};
  for (const ReduceKind kind : kKinds) {
    for (const auto& [dims, axes] : cases) {
      expect_reduction(kind, DataType::kFloat32, dims, axes, 1);
    }
  }
}

TEST(Reduce, GivesTheSameOnMoreThreads) {
  expect_reduction(ReduceKind::kMean, DataType::kFloat32, {300, 700}, {1}, 3);
  expect_reduction(ReduceKind::kSum, DataType::kFloat32, {300, 700}, {0}, 3);
}

TEST(Reduce, TakesOtherTypes) {
  for (const DataType type : {DataType::kFloat64, DataType::kBFloat16}) {
    expect_reduction(ReduceKind::kSum, type, {3, 40}, {1}, 1);
    expect_reduction(ReduceKind::kMax, type, {40, 3}, {0}, 1);
  }
  expect_reduction(ReduceKind::kSum, DataType::kInt32, {3, 40}, {1}, 1);
  expect_reduction(ReduceKind::kMin, DataType::kInt8, {3, 40}, {0}, 1);
  expect_reduction(ReduceKind::kSumSquare, DataType::kInt64, {3, 40}, {0}, 1);
}

TEST(Reduce, SumsLongRowsExactlyEnough) {
  const int64_t count = 1 << 20;
  HostTensor x(DataType::kFloat32, {count});
  for (float& value : x.as<float>()) value = 0.1f;
  const ReduceProblem problem{ReduceKind::kSum,
                              {0},
                              describe(DataType::kFloat32, {count}),
                              describe(DataType::kFloat32, {})};
  const auto answers = plain_answer(problem.to_problem(), std::vector<HostTensor>{x});
  ASSERT_TRUE(answers.ok());
  EXPECT_FLOAT_EQ((*answers)[0].to_floats()[0], static_cast<float>(0.1f * double(count)));
}

TEST(Reduce, GivesTheNeutralElementForNothing) {
  const auto of_nothing = [](ReduceKind kind) {
    const ReduceProblem problem{
        kind, {0}, describe(DataType::kFloat32, {0, 2}), describe(DataType::kFloat32, {2})};
    const std::vector<HostTensor> inputs = {HostTensor(DataType::kFloat32, {0, 2})};
    return plain_answer(problem.to_problem(), inputs).value()[0].to_floats()[1];
  };
  const float inf = std::numeric_limits<float>::infinity();
  EXPECT_EQ(of_nothing(ReduceKind::kSum), 0);
  EXPECT_EQ(of_nothing(ReduceKind::kProduct), 1);
  EXPECT_EQ(of_nothing(ReduceKind::kMax), -inf);
  EXPECT_EQ(of_nothing(ReduceKind::kMin), inf);
  EXPECT_EQ(of_nothing(ReduceKind::kLogSumExp), -inf);
}

TEST(Reduce, SurvivesHugeExponents) {
  const ReduceProblem problem{ReduceKind::kLogSumExp,
                              {0},
                              describe(DataType::kFloat32, {2}),
                              describe(DataType::kFloat32, {})};
  const std::vector<HostTensor> inputs = {HostTensor::of_floats({2}, {1000, 1000})};
  EXPECT_NEAR(plain_answer(problem.to_problem(), inputs).value()[0].value_at(0),
              1000 + std::log(2.0), 1e-4);
}

TEST(Reduce, RefusesOutputsOfAnotherSize) {
  const ReduceProblem problem{ReduceKind::kSum,
                              {0},
                              describe(DataType::kFloat32, {2, 3}),
                              describe(DataType::kFloat32, {4})};
  const std::vector<HostTensor> inputs = {HostTensor(DataType::kFloat32, {2, 3})};
  EXPECT_FALSE(plain_answer(problem.to_problem(), inputs).ok());
  ReduceProblem unordered = problem;
  unordered.axes = {1, 0};
  EXPECT_FALSE(ReduceProblem::from_problem(unordered.to_problem()).ok());
}

}  // namespace
}  // namespace nightjar::kernels
