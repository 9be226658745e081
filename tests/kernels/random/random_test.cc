// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/random/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels {
namespace {

using kernels::testing::describe;
using tensor::DataType;
using tensor::HostTensor;

constexpr int64_t kCount = 20000;

std::vector<float> drawn(RandomProblem problem, DataType type = DataType::kFloat32,
                         const tensor::Dims& dims = {kCount},
                         const std::vector<HostTensor>& inputs = {}) {
  for (const HostTensor& input : inputs) {
    problem.inputs.push_back(describe(input.type(), input.dims()));
  }
  problem.output = describe(type, dims);
  auto answers = plain_answer(problem.to_problem(), inputs);
  EXPECT_TRUE(answers.ok()) << answers.error().message;
  return answers.ok() ? answers->front().to_floats() : std::vector<float>();
}

double mean_of(const std::vector<float>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double deviation_of(const std::vector<float>& values) {
  const double mean = mean_of(values);
  double sum = 0;
  for (const float value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / static_cast<double>(values.size()));
}

RandomProblem of_kind(RandomKind kind, int64_t seed, double first = 0, double second = 1) {
  RandomProblem problem;
  problem.kind = kind;
  problem.seed = seed;
  problem.first = first;
  problem.second = second;
  return problem;
}

TEST(Random, UniformFillsItsRange) {
  const auto values = drawn(of_kind(RandomKind::kUniform, 1, -2, 6));
  EXPECT_GE(*std::min_element(values.begin(), values.end()), -2);
  EXPECT_LE(*std::max_element(values.begin(), values.end()), 6);
  EXPECT_NEAR(mean_of(values), 2, 0.1);
  EXPECT_NEAR(deviation_of(values), 8 / std::sqrt(12.0), 0.1);
}

TEST(Random, NormalHasMeanAndDeviation) {
  const auto values = drawn(of_kind(RandomKind::kNormal, 2, 3, 0.5));
  EXPECT_NEAR(mean_of(values), 3, 0.02);
  EXPECT_NEAR(deviation_of(values), 0.5, 0.02);
}

TEST(Random, SeedsNameTheNumbers) {
  const auto once = drawn(of_kind(RandomKind::kUniform, 7));
  EXPECT_EQ(once, drawn(of_kind(RandomKind::kUniform, 7)));
  EXPECT_NE(once, drawn(of_kind(RandomKind::kUniform, 8)));
}

TEST(Random, BernoulliFollowsItsChances) {
  std::vector<float> chances(kCount, 0.25F);
  chances[0] = 0;
  chances[1] = 1;
  const auto draws = drawn(of_kind(RandomKind::kBernoulli, 3), DataType::kBool, {kCount},
                           {HostTensor::of_floats({kCount}, chances)});
  EXPECT_EQ(draws[0], 0);
  EXPECT_EQ(draws[1], 1);
  EXPECT_NEAR(mean_of(draws), 0.25, 0.02);
}

TEST(Random, MultinomialFollowsItsWeights) {
  const float low = std::log(1.0F), high = std::log(3.0F);
  const float never = -INFINITY;
  const auto draws = drawn(of_kind(RandomKind::kMultinomial, 4), DataType::kInt32, {1, kCount},
                           {HostTensor::of_floats({1, 3}, {low, never, high})});
  const auto last = std::count(draws.begin(), draws.end(), 2.0F);
  EXPECT_EQ(std::count(draws.begin(), draws.end(), 1.0F), 0);
  EXPECT_NEAR(static_cast<double>(last) / kCount, 0.75, 0.02);
}

TEST(Random, RefusesWholeNumbersAndMissingChances) {
  RandomProblem problem = of_kind(RandomKind::kNormal, 0);
  problem.output = describe(DataType::kInt32, {2});
  EXPECT_FALSE(RandomProblem::from_problem(problem.to_problem()).ok());
  problem = of_kind(RandomKind::kBernoulli, 0);
  problem.output = describe(DataType::kFloat32, {2});
  EXPECT_FALSE(RandomProblem::from_problem(problem.to_problem()).ok());
}

}  // namespace
}  // namespace nightjar::kernels
