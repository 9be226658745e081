// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/norm/norm.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels {
namespace {

using kernels::testing::describe;
using kernels::testing::Random;
using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;

struct Moments {
  double mean = 0, inverse = 1;
};

Moments moments_of(const HostTensor& x, int64_t first, int64_t count, double epsilon, bool centre) {
  Moments moments;
  for (int64_t i = 0; i < count && centre; ++i) {
    moments.mean += x.value_at(first + i) / static_cast<double>(count);
  }
  double variance = 0;
  for (int64_t i = 0; i < count; ++i) {
    variance += std::pow(x.value_at(first + i) - moments.mean, 2) / static_cast<double>(count);
  }
  moments.inverse = 1 / std::sqrt(variance + epsilon);
  return moments;
}

NormProblem described(NormKind kind, const Dims& x, const Dims& parameters,
                      DataType type = DataType::kFloat32) {
  NormProblem problem;
  problem.kind = kind;
  problem.x = problem.y = describe(type, x);
  problem.scale = problem.bias = describe(type, parameters);
  return problem;
}

void expect_rows(NormProblem problem, int64_t rows, int64_t count, double tolerance, int threads) {
  Random random(3);
  const auto inputs = kernels::testing::random_operands(problem.to_problem(), random);
  const auto answers = kernels::testing::run_tactic(*plain_tactic("norm"), problem.to_problem(), "",
                                                    inputs, {}, threads);
  ASSERT_TRUE(answers.ok()) << answers.error().message;
  const auto parameter = [&](size_t i, int64_t k, double fallback) {
    return inputs[i].defined() ? inputs[i].value_at(k) : fallback;
  };
  for (int64_t row = 0; row < rows; ++row) {
    const Moments moments =
        moments_of(inputs[0], row * count, count, problem.epsilon, problem.kind != NormKind::kRms);
    for (int64_t i = 0; i < count; ++i) {
      const double x = inputs[0].value_at(row * count + i);
      const double wanted =
          (x - moments.mean) * moments.inverse * parameter(1, i, 1) + parameter(2, i, 0);
      ASSERT_NEAR((*answers)[0].value_at(row * count + i), wanted,
                  tolerance * (1 + std::fabs(wanted)));
    }
    if ((*answers)[1].defined()) {
      EXPECT_NEAR((*answers)[1].value_at(row), moments.mean, 1e-6);
      EXPECT_NEAR((*answers)[2].value_at(row), moments.inverse, 1e-4);
    }
  }
}

TEST(Norm, NormalisesLayers) {
  for (const int64_t width : {1, 7, 300}) {
    NormProblem problem = described(NormKind::kLayer, {5, 4, width}, {width});
    problem.axis = 2;
    expect_rows(problem, 20, width, 2e-6, 2);
  }
  NormProblem problem = described(NormKind::kLayer, {5, 4, 9}, {4, 9});
  problem.axis = 1;
  problem.bias = {};
  problem.mean = problem.inverse_deviation = describe(DataType::kFloat32, {5, 1, 1});
  expect_rows(problem, 5, 36, 2e-6, 1);
}

TEST(Norm, DividesByTheRootMeanSquare) {
  NormProblem problem = described(NormKind::kRms, {6, 50}, {50}, DataType::kBFloat16);
  problem.axis = 1;
  problem.bias = {};
  expect_rows(problem, 6, 50, 2e-2, 1);
}

TEST(Norm, NormalisesDoubles) {
  NormProblem problem = described(NormKind::kLayer, {3, 33}, {33}, DataType::kFloat64);
  problem.axis = 1;
  expect_rows(problem, 3, 33, 1e-12, 1);
}

TEST(Norm, NormalisesGroupsOfChannels) {
  const int64_t channels = 6, spatial = 10;
  for (const int64_t groups : {1, 2, 6}) {
    NormProblem problem = described(NormKind::kGroup, {2, channels, 5, 2}, {channels});
    problem.groups = groups;
    problem.epsilon = 1e-3;
    Random random(9);
    const auto inputs = kernels::testing::random_operands(problem.to_problem(), random);
    const auto answers = plain_answer(problem.to_problem(), inputs);
    ASSERT_TRUE(answers.ok()) << answers.error().message;
    const int64_t count = channels / groups * spatial;
    for (int64_t i = 0; i < 2 * channels * spatial; ++i) {
      const Moments moments = moments_of(inputs[0], i / count * count, count, 1e-3, true);
      const int64_t channel = i / spatial % channels;
      const double wanted =
          (inputs[0].value_at(i) - moments.mean) * moments.inverse * inputs[1].value_at(channel) +
          inputs[2].value_at(channel);
      ASSERT_NEAR((*answers)[0].value_at(i), wanted, 1e-5);
    }
  }
}

TEST(Norm, DividesByThePNorm) {
  NormProblem problem;
  problem.kind = NormKind::kLp;
  problem.x = problem.y = describe(DataType::kFloat32, {2, 3});
  const std::vector<HostTensor> inputs = {HostTensor::of_floats({2, 3}, {3, 0, 1, -4, 0, 1}),
                                          HostTensor(), HostTensor()};
  problem.p = 2;
  EXPECT_EQ(plain_answer(problem.to_problem(), inputs).value()[0].to_floats(),
            (std::vector<float>{0.6f, 0, std::sqrt(0.5f), -0.8f, 0, std::sqrt(0.5f)}));
  problem.p = 1;
  problem.axis = 1;
  EXPECT_EQ(plain_answer(problem.to_problem(), inputs).value()[0].to_floats(),
            (std::vector<float>{0.75f, 0, 0.25f, -0.8f, 0, 0.2f}));
}

TEST(Norm, NoRowsAndRowsOfNothingAreNormalised) {
  for (const Dims& x : {Dims{0, 3}, Dims{2, 0}, Dims{0, 0}}) {
    NormProblem problem = described(NormKind::kLayer, x, {x[1]});
    problem.axis = 1;
    problem.mean = problem.inverse_deviation = describe(DataType::kFloat32, {x[0], 1});
    Random random(1);
    const auto inputs = kernels::testing::random_operands(problem.to_problem(), random);
    const auto answers = plain_answer(problem.to_problem(), inputs);
    ASSERT_TRUE(answers.ok()) << answers.error().message;
    for (int64_t row = 0; row < x[0]; ++row) EXPECT_TRUE(std::isnan((*answers)[1].value_at(row)));
  }
}

TEST(Norm, RefusesParametersThatDoNotFit) {
  NormProblem problem = described(NormKind::kLayer, {2, 3}, {2});
  problem.axis = 1;
  Random random(1);
  const auto inputs = kernels::testing::random_operands(problem.to_problem(), random);
  EXPECT_FALSE(plain_answer(problem.to_problem(), inputs).ok());
  problem.axis = 2;
  EXPECT_FALSE(NormProblem::from_problem(problem.to_problem()).ok());
}

}  // namespace
}  // namespace nightjar::kernels
