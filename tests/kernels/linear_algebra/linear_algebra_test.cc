// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/linear_algebra/linear_algebra.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels {
namespace {

using kernels::testing::describe;
using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;

std::vector<float> run(LinearAlgebraKind kind, const Dims& from, const std::vector<float>& values,
                       const Dims& to) {
  LinearAlgebraProblem problem;
  problem.kind = kind;
  problem.x = describe(DataType::kFloat32, from);
  problem.y = describe(DataType::kFloat32, to);
  const std::vector<HostTensor> inputs = {HostTensor::of_floats(from, values)};
  auto answers = plain_answer(problem.to_problem(), inputs);
  EXPECT_TRUE(answers.ok()) << answers.error().message;
  return answers.ok() ? answers->front().to_floats() : std::vector<float>();
}

TEST(LinearAlgebra, Determinants) {
  EXPECT_EQ(run(LinearAlgebraKind::kDeterminant, {2, 2, 2}, {1, 2, 3, 4, 0, 2, 3, 0}, {2}),
            (std::vector<float>{-2, -6}));
  EXPECT_FLOAT_EQ(run(LinearAlgebraKind::kDeterminant, {3, 3}, {2, 0, 1, 1, 3, 2, 1, 1, 4}, {})[0],
                  18);
  EXPECT_EQ(run(LinearAlgebraKind::kDeterminant, {2, 2}, {1, 2, 2, 4}, {})[0], 0);
}

TEST(LinearAlgebra, AnInverseTimesItsMatrixIsOne) {
  const std::vector<float> x = {0, 2, 1, 1, 3, 2, 1, 1, 4};
  const auto y = run(LinearAlgebraKind::kInverse, {3, 3}, x, {3, 3});
  for (size_t row = 0; row < 3; ++row) {
    for (size_t column = 0; column < 3; ++column) {
      float sum = 0;
      for (size_t k = 0; k < 3; ++k) sum += y[row * 3 + k] * x[k * 3 + column];
      EXPECT_NEAR(sum, row == column ? 1 : 0, 1e-6);
    }
  }
}

TEST(LinearAlgebra, ASingularMatrixHasNoFiniteInverse) {
  const auto y = run(LinearAlgebraKind::kInverse, {2, 2}, {1, 2, 2, 4}, {2, 2});
  EXPECT_FALSE(std::isfinite(y[0]));
}

TEST(LinearAlgebra, RefusesOblongs) {
  LinearAlgebraProblem problem;
  problem.x = describe(DataType::kFloat32, {2, 3});
  problem.y = describe(DataType::kFloat32, {});
  const std::vector<HostTensor> inputs = {HostTensor(DataType::kFloat32, {2, 3})};
  EXPECT_FALSE(plain_answer(problem.to_problem(), inputs).ok());
  problem.x = describe(DataType::kInt32, {2, 2});
  EXPECT_FALSE(LinearAlgebraProblem::from_problem(problem.to_problem()).ok());
}

}  // namespace
}  // namespace nightjar::kernels
