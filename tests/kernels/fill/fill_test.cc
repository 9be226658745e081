// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/fill/fill.h"

#include <gtest/gtest.h>

#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels {
namespace {

using kernels::testing::describe;
using tensor::DataType;
using tensor::Dim;
using tensor::HostTensor;

HostTensor answer(const FillProblem& problem, const std::vector<HostTensor>& inputs) {
  auto result = plain_answer(problem.to_problem(), inputs);
  EXPECT_TRUE(result.ok()) << result.error().message;
  return result.ok() ? (*result)[0] : HostTensor(DataType::kInt64, {0});
}

TEST(Fill, RepeatsAValue) {
  FillProblem problem{
      FillKind::kValue, {}, {describe(DataType::kInt16, {})}, describe(DataType::kInt16, {2, 2})};
  const std::vector<HostTensor> seven = {
      HostTensor::of<int16_t>(DataType::kInt16, {}, std::vector<int16_t>{7})};
  EXPECT_EQ(answer(problem, seven).to_integers(), (std::vector<int64_t>{7, 7, 7, 7}));
}

TEST(Fill, WritesExtentsThatSymbolsGive) {
  const FillProblem problem{FillKind::kValues,
                            {Dim::symbol("N"), Dim::symbol("N") * Dim(3), Dim(4)},
                            {},
                            describe(DataType::kInt64, {3})};
  const auto bound = problem.to_problem().bind({{"N", 5}});
  ASSERT_TRUE(bound.ok());
  const std::vector<HostTensor> none;
  EXPECT_EQ(plain_answer(*bound, none).value()[0].to_integers(), (std::vector<int64_t>{5, 15, 4}));
  ByteWriter out;
  problem.to_problem().write(out);
  ByteReader in(out.bytes());
  EXPECT_EQ(Problem::read(in).value(), problem.to_problem());
}

TEST(Fill, Counts) {
  const auto of_floats = [](float first, float step) {
    return std::vector{HostTensor::of_floats({}, {first}), HostTensor::of_floats({}, {step})};
  };
  const auto scalar = describe(DataType::kFloat32, {});
  const FillProblem real{FillKind::kRange, {}, {scalar, scalar}, describe(DataType::kFloat32, {3})};
  EXPECT_EQ(answer(real, of_floats(1, -0.5f)).to_floats(), (std::vector<float>{1, 0.5f, 0}));
  const auto whole = describe(DataType::kInt64, {});
  const FillProblem integer{FillKind::kRange, {}, {whole, whole}, describe(DataType::kInt64, {3})};
  EXPECT_EQ(answer(integer, {HostTensor::of_int64({}, {5}), HostTensor::of_int64({}, {-3})})
                .to_integers(),
            (std::vector<int64_t>{5, 2, -1}));
}

TEST(Fill, MarksADiagonal) {
  const FillProblem problem{FillKind::kEye, {Dim(1)}, {}, describe(DataType::kFloat32, {2, 3})};
  EXPECT_EQ(answer(problem, {}).to_floats(), (std::vector<float>{0, 1, 0, 0, 0, 1}));
}

TEST(Fill, RefusesTooFewNumbers) {
  const FillProblem problem{FillKind::kValues, {Dim(1)}, {}, describe(DataType::kInt64, {2})};
  const std::vector<HostTensor> none;
  EXPECT_FALSE(plain_answer(problem.to_problem(), none).ok());
}

}  // namespace
}  // namespace nightjar::kernels
