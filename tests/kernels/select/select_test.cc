// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/select/select.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels {
namespace {

using kernels::testing::describe;
using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;

std::vector<HostTensor> answers(SelectProblem problem, const HostTensor& x,
                                std::vector<tensor::TensorDesc> outputs) {
  problem.input = describe(x.type(), x.dims());
  problem.outputs = std::move(outputs);
  const std::vector<HostTensor> inputs = {x};
  auto result = plain_answer(problem.to_problem(), inputs);
  EXPECT_TRUE(result.ok()) << result.error().message;
  return result.ok() ? *result : std::vector<HostTensor>(2, HostTensor(DataType::kInt64, {0}));
}

SelectProblem of_kind(SelectKind kind, int64_t axis) {
  SelectProblem problem;
  problem.kind = kind;
  problem.axis = axis;
  return problem;
}

TEST(Select, FindsExtremes) {
  const HostTensor x = HostTensor::of_floats({2, 4}, {1, 9, 9, 2, -5, 7, -5, 0});
  const auto output = describe(DataType::kInt64, {2, 1});
  SelectProblem problem = of_kind(SelectKind::kArgMax, 1);
  EXPECT_EQ(answers(problem, x, {output})[0].to_integers(), (std::vector<int64_t>{1, 1}));
  problem.last = true;
  EXPECT_EQ(answers(problem, x, {output})[0].to_integers(), (std::vector<int64_t>{2, 1}));
  problem = of_kind(SelectKind::kArgMin, 1);
  EXPECT_EQ(answers(problem, x, {output})[0].to_integers(), (std::vector<int64_t>{0, 0}));
  problem = of_kind(SelectKind::kArgMax, 0);
  EXPECT_EQ(answers(problem, x, {describe(DataType::kInt64, {4})})[0].to_integers(),
            (std::vector<int64_t>{0, 0, 0, 0}));
}

TEST(Select, OrdersTheTop) {
  const HostTensor x = HostTensor::of_floats({5}, {3, 1, 4, 1, 5});
  const auto values = describe(DataType::kFloat32, {3}), indices = describe(DataType::kInt64, {3});
  SelectProblem problem = of_kind(SelectKind::kTopK, 0);
  auto top = answers(problem, x, {values, indices});
  EXPECT_EQ(top[0].to_floats(), (std::vector<float>{5, 4, 3}));
  EXPECT_EQ(top[1].to_integers(), (std::vector<int64_t>{4, 2, 0}));
  problem.largest = false;
  top = answers(problem, x, {values, indices});
  EXPECT_EQ(top[0].to_floats(), (std::vector<float>{1, 1, 3}));
  EXPECT_EQ(top[1].to_integers(), (std::vector<int64_t>{1, 3, 0}));
  EXPECT_EQ(answers(problem, x, {{}, indices})[1].to_integers(), (std::vector<int64_t>{1, 3, 0}));
}

TEST(Select, OrdersAlongOuterAxesAndInIntegers) {
  const HostTensor x = HostTensor::of_int64({3, 2}, {1, -(int64_t{1} << 60), 5, 0, 3, 7});
  const auto top =
      answers(of_kind(SelectKind::kTopK, 0), x,
              {describe(DataType::kInt64, {2, 2}), describe(DataType::kInt64, {2, 2})});
  EXPECT_EQ(top[0].to_integers(), (std::vector<int64_t>{5, 7, 3, 0}));
  EXPECT_EQ(top[1].to_integers(), (std::vector<int64_t>{1, 2, 2, 1}));
}

TEST(Select, PutsNanAtTheTop) {
  const HostTensor x = HostTensor::of_floats({3}, {1, NAN, 2});
  EXPECT_EQ(
      answers(of_kind(SelectKind::kArgMax, 0), x, {describe(DataType::kInt64, {})})[0].integer_at(
          0),
      1);
}

TEST(Select, SumsAsItRuns) {
  const HostTensor x = HostTensor::of_floats({2, 3}, {1, 2, 3, 4, 5, 6});
  const auto output = describe(DataType::kFloat32, {2, 3});
  SelectProblem problem = of_kind(SelectKind::kRunningSum, 1);
  EXPECT_EQ(answers(problem, x, {output})[0].to_floats(), (std::vector<float>{1, 3, 6, 4, 9, 15}));
  problem.exclusive = true;
  EXPECT_EQ(answers(problem, x, {output})[0].to_floats(), (std::vector<float>{0, 1, 3, 0, 4, 9}));
  problem.reverse = true;
  EXPECT_EQ(answers(problem, x, {output})[0].to_floats(), (std::vector<float>{5, 3, 0, 11, 6, 0}));
  problem = of_kind(SelectKind::kRunningSum, 0);
  EXPECT_EQ(answers(problem, x, {output})[0].to_floats(), (std::vector<float>{1, 2, 3, 5, 7, 9}));
}

TEST(Select, MultipliesAsItRuns) {
  const HostTensor x = HostTensor::of_int64({4}, {2, 3, -1, 5});
  const auto output = describe(DataType::kInt64, {4});
  SelectProblem problem = of_kind(SelectKind::kRunningProduct, 0);
  EXPECT_EQ(answers(problem, x, {output})[0].to_integers(), (std::vector<int64_t>{2, 6, -6, -30}));
  problem.exclusive = problem.reverse = true;
  EXPECT_EQ(answers(problem, x, {output})[0].to_integers(), (std::vector<int64_t>{-15, -5, 5, 1}));
}

TEST(Select, RefusesMoreThanThereIs) {
  SelectProblem problem = of_kind(SelectKind::kTopK, 0);
  problem.input = describe(DataType::kFloat32, {2});
  problem.outputs = {describe(DataType::kFloat32, {3}), describe(DataType::kInt64, {3})};
  const std::vector<HostTensor> inputs = {HostTensor(DataType::kFloat32, {2})};
  EXPECT_FALSE(plain_answer(problem.to_problem(), inputs).ok());
  problem.axis = 1;
  EXPECT_FALSE(SelectProblem::from_problem(problem.to_problem()).ok());
}

}  // namespace
}  // namespace nightjar::kernels
