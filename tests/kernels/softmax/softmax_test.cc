// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/softmax/softmax.h"

#include <gtest/gtest.h>

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

void expect_softmax(DataType type, const Dims& dims, int64_t axis, bool is_log, int threads) {
  const SoftmaxProblem problem{describe(type, dims), describe(type, dims), axis, is_log};
  Random random(5);
  const auto inputs = kernels::testing::random_operands(problem.to_problem(), random);
  Dims kept = dims;
  kept[static_cast<size_t>(axis)] = 1;
  std::vector<double> sums(static_cast<size_t>(tensor::element_count(kept)), 0);
  for_each_element(dims, [&](const Dims& at, int64_t position) {
    sums[static_cast<size_t>(position_of(kept, at))] += std::exp(inputs[0].value_at(position));
  });
  const auto answers = kernels::testing::run_tactic(*plain_tactic("softmax"), problem.to_problem(),
                                                    "", inputs, {}, threads);
  ASSERT_TRUE(answers.ok()) << answers.error().message;
  const double tolerance = type == DataType::kBFloat16 ? 1e-2 : 1e-6;
  for_each_element(dims, [&](const Dims& at, int64_t position) {
    const double sum = sums[static_cast<size_t>(position_of(kept, at))];
    const double x = inputs[0].value_at(position);
    const double wanted = is_log ? x - std::log(sum) : std::exp(x) / sum;
    ASSERT_NEAR((*answers)[0].value_at(position), wanted, tolerance * std::fabs(wanted) + 1e-12);
  });
}

TEST(Softmax, RunsAlongAnyAxis) {
  for (const bool is_log : {false, true}) {
    expect_softmax(DataType::kFloat32, {1000}, 0, is_log, 1);
    expect_softmax(DataType::kFloat32, {40, 33}, 1, is_log, 3);
    expect_softmax(DataType::kFloat32, {3, 21, 70}, 1, is_log, 3);
    expect_softmax(DataType::kFloat32, {5, 3, 4}, 0, is_log, 1);
    expect_softmax(DataType::kFloat64, {4, 19}, 1, is_log, 1);
    expect_softmax(DataType::kBFloat16, {4, 19, 2}, 1, is_log, 1);
  }
}

TEST(Softmax, SurvivesHugeValues) {
  const float inf = std::numeric_limits<float>::infinity();
  const SoftmaxProblem problem{describe(DataType::kFloat32, {3}), describe(DataType::kFloat32, {3}),
                               0, false};
  const std::vector<HostTensor> inputs = {HostTensor::of_floats({3}, {1e30f, 1e30f, -inf})};
  EXPECT_EQ(plain_answer(problem.to_problem(), inputs).value()[0].to_floats(),
            (std::vector<float>{0.5f, 0.5f, 0}));
}

TEST(Softmax, TakesNothing) {
  const SoftmaxProblem problem{describe(DataType::kFloat32, {0, 3}),
                               describe(DataType::kFloat32, {0, 3}), 1, false};
  const std::vector<HostTensor> inputs = {HostTensor(DataType::kFloat32, {0, 3})};
  EXPECT_TRUE(plain_answer(problem.to_problem(), inputs).ok());
}

TEST(Softmax, RefusesIntegersAndWrongAxes) {
  const auto desc = describe(DataType::kFloat32, {3}), whole = describe(DataType::kInt32, {3});
  EXPECT_FALSE(SoftmaxProblem::from_problem(SoftmaxProblem{whole, whole, 0}.to_problem()).ok());
  EXPECT_FALSE(SoftmaxProblem::from_problem(SoftmaxProblem{desc, desc, 1}.to_problem()).ok());
}

}  // namespace
}  // namespace nightjar::kernels
