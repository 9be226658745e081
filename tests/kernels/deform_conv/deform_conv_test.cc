// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/deform_conv/deform_conv.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels {
namespace {

using kernels::testing::describe;
using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;

/// Everything that one problem is asked with.
struct Case {
  DeformConvProblem problem;
  std::vector<HostTensor> inputs;
};

Case make_case(int64_t group, int64_t offset_group, bool has_mask, uint64_t seed) {
  kernels::testing::Random random(seed);
  Case made;
  DeformConvProblem& problem = made.problem;
  problem.group = group;
  problem.offset_group = offset_group;
  problem.window = {{1, 2}, {2, 1}, {1, 0}, {1, 1}};
  const int64_t taps = 2 * 3 * offset_group, height = 5 + 2 - 2, width = (6 + 1 - 3) / 2 + 1;
  problem.x = describe(DataType::kFloat32, {2, 4, 5, 6});
  problem.weights = describe(DataType::kFloat32, {6, 4 / group, 2, 3});
  problem.offsets = describe(DataType::kFloat32, {2, taps * 2, height, width});
  problem.bias = describe(DataType::kFloat32, {6});
  if (has_mask) problem.mask = describe(DataType::kFloat32, {2, taps, height, width});
  problem.y = describe(DataType::kFloat32, {2, 6, height, width});
  made.inputs = kernels::testing::random_operands(problem.to_problem(), random);
  for (float& offset : made.inputs[2].as<float>()) offset *= 3;
  return made;
}

double pixel(const Case& asked, int64_t n, int64_t c, double y, double x) {
  const Dims& dims = asked.inputs[0].dims();
  double sum = 0;
  for (int64_t h = 0; h < dims[2]; ++h) {
    for (int64_t w = 0; w < dims[3]; ++w) {
      const double weight = std::max(0.0, 1 - std::fabs(y - static_cast<double>(h))) *
                            std::max(0.0, 1 - std::fabs(x - static_cast<double>(w)));
      sum += weight * asked.inputs[0].value_at(((n * dims[1] + c) * dims[2] + h) * dims[3] + w);
    }
  }
  return sum;
}

/// One output by the definition.
double expected(const Case& asked, int64_t n, int64_t m, int64_t i, int64_t j) {
  const DeformConvProblem& problem = asked.problem;
  const Dims& w = asked.inputs[1].dims();
  const Dims& offsets = asked.inputs[2].dims();
  const auto at = [&](size_t input, int64_t plane, int64_t planes) {
    return asked.inputs[input].value_at(((n * planes + plane) * offsets[2] + i) * offsets[3] + j);
  };
  double sum = asked.inputs[3].value_at(m);
  const int64_t group = m / (w[0] / problem.group), taps = w[2] * w[3];
  for (int64_t k = 0; k < w[1]; ++k) {
    const int64_t c = group * w[1] + k;
    for (int64_t tap = 0; tap < taps; ++tap) {
      const int64_t bend = c / (asked.inputs[0].dims()[1] / problem.offset_group) * taps + tap;
      const auto y =
          static_cast<double>(i * problem.window.strides[0] - problem.window.pads_begin[0] +
                              tap / w[3] * problem.window.dilations[0]);
      const auto x =
          static_cast<double>(j * problem.window.strides[1] - problem.window.pads_begin[1] +
                              tap % w[3] * problem.window.dilations[1]);
      const double strength = asked.inputs[4].defined() ? at(4, bend, offsets[1] / 2) : 1.0;
      sum +=
          strength * asked.inputs[1].value_at((m * w[1] + k) * taps + tap) *
          pixel(asked, n, c, y + at(2, bend * 2, offsets[1]), x + at(2, bend * 2 + 1, offsets[1]));
    }
  }
  return sum;
}

void expect_definition(const Case& asked) {
  const auto answers = plain_answer(asked.problem.to_problem(), asked.inputs);
  ASSERT_TRUE(answers.ok()) << answers.error().message;
  const HostTensor& y = (*answers)[0];
  const Dims& dims = y.dims();
  for (int64_t index = 0; index < y.count(); ++index) {
    const int64_t j = index % dims[3], i = index / dims[3] % dims[2];
    const int64_t m = index / (dims[3] * dims[2]) % dims[1];
    const int64_t n = index / (dims[3] * dims[2] * dims[1]);
    ASSERT_NEAR(y.value_at(index), expected(asked, n, m, i, j), 1e-4) << "element " << index;
  }
}

TEST(DeformConv, FollowsTheDefinition) {
  expect_definition(make_case(1, 1, false, 1));
  expect_definition(make_case(2, 1, true, 2));
  expect_definition(make_case(1, 2, true, 3));
  expect_definition(make_case(2, 4, false, 4));
}

TEST(DeformConv, ReadsNothingFromFarAway) {
  Case asked = make_case(1, 1, false, 5);
  for (float& offset : asked.inputs[2].as<float>()) offset = std::nanf("");
  const auto answers = plain_answer(asked.problem.to_problem(), asked.inputs);
  ASSERT_TRUE(answers.ok());
  EXPECT_EQ((*answers)[0].value_at(0), asked.inputs[3].value_at(0));
}

TEST(DeformConv, RefusesOffsetsOfAnotherShape) {
  Case asked = make_case(1, 1, false, 6);
  asked.problem.offset_group = 2;
  EXPECT_FALSE(plain_answer(asked.problem.to_problem(), asked.inputs).ok());
}

}  // namespace
}  // namespace nightjar::kernels
