// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/resize/resize.h"

#include <gtest/gtest.h>

#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels {
namespace {

using kernels::testing::describe;
using kernels::testing::Random;
using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;

std::vector<float> answer(ResizeProblem problem, const HostTensor& x, const Dims& dims,
                          int threads = 1) {
  problem.x = describe(x.type(), x.dims());
  problem.y = describe(x.type(), dims);
  const std::vector<HostTensor> inputs = {x};
  const auto answers = kernels::testing::run_tactic(*plain_tactic("resize"), problem.to_problem(),
                                                    "", inputs, {}, threads);
  EXPECT_TRUE(answers.ok()) << answers.error().message;
  return answers.ok() ? (*answers)[0].to_floats() : std::vector<float>();
}

ResizeProblem of_mode(ResizeMode mode, CoordinateMode coordinates) {
  ResizeProblem problem;
  problem.mode = mode;
  problem.coordinates = coordinates;
  return problem;
}

void expect_near(const std::vector<float>& given, const std::vector<float>& wanted) {
  ASSERT_EQ(given.size(), wanted.size());
  for (size_t i = 0; i < wanted.size(); ++i) EXPECT_NEAR(given[i], wanted[i], 1e-5) << i;
}

const HostTensor kLine = HostTensor::of_floats({4}, {1, 2, 3, 4});

TEST(Resize, TakesTheNearest) {
  ResizeProblem problem = of_mode(ResizeMode::kNearest, CoordinateMode::kAsymmetric);
  problem.nearest = NearestMode::kFloor;
  EXPECT_EQ(answer(problem, kLine, {8}), (std::vector<float>{1, 1, 2, 2, 3, 3, 4, 4}));
  EXPECT_EQ(answer(problem, kLine, {2}), (std::vector<float>{1, 3}));
  problem.nearest = NearestMode::kCeil;
  EXPECT_EQ(answer(problem, kLine, {8}), (std::vector<float>{1, 2, 2, 3, 3, 4, 4, 4}));
  problem.nearest = NearestMode::kRoundPreferFloor;
  EXPECT_EQ(answer(problem, kLine, {8}), (std::vector<float>{1, 1, 2, 2, 3, 3, 4, 4}));
  problem.nearest = NearestMode::kRoundPreferCeil;
  EXPECT_EQ(answer(problem, kLine, {8}), (std::vector<float>{1, 2, 2, 3, 3, 4, 4, 4}));
}

TEST(Resize, TakesTheNearestOfWholePixels) {
  const HostTensor x = HostTensor::of_floats({2, 2, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
  ResizeProblem problem = of_mode(ResizeMode::kNearest, CoordinateMode::kHalfPixel);
  const auto y = answer(problem, x, {4, 2, 3}, 3);
  EXPECT_EQ(std::vector<float>(y.begin(), y.begin() + 12),
            (std::vector<float>{1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6}));
}

TEST(Resize, InterpolatesLinearly) {
  expect_near(answer(of_mode(ResizeMode::kLinear, CoordinateMode::kHalfPixel), kLine, {8}),
              {1, 1.25f, 1.75f, 2.25f, 2.75f, 3.25f, 3.75f, 4});
  expect_near(answer(of_mode(ResizeMode::kLinear, CoordinateMode::kAlignCorners), kLine, {7}),
              {1, 1.5f, 2, 2.5f, 3, 3.5f, 4});
  expect_near(answer(of_mode(ResizeMode::kLinear, CoordinateMode::kAsymmetric), kLine, {8}),
              {1, 1.5f, 2, 2.5f, 3, 3.5f, 4, 4});
  expect_near(answer(of_mode(ResizeMode::kLinear, CoordinateMode::kPytorchHalfPixel), kLine, {1}),
              {1});
  expect_near(answer(of_mode(ResizeMode::kLinear, CoordinateMode::kHalfPixel), kLine, {1}), {2.5f});
}

TEST(Resize, AlignsTheCornersOfExtentsThatAreNotWhole) {
  ResizeProblem problem = of_mode(ResizeMode::kLinear, CoordinateMode::kAlignCorners);
  problem.scales = {0.6};  // 2.4 elements, of which two are kept, 3 / 1.4 apart.
  expect_near(answer(problem, kLine, {2}), {1, 1 + 3 / 1.4f});
}

TEST(Resize, ShrinksWithAWiderFilter) {
  const HostTensor edge = HostTensor::of_floats({8}, {0, 0, 0, 8, 8, 0, 0, 0});
  ResizeProblem problem = of_mode(ResizeMode::kLinear, CoordinateMode::kHalfPixel);
  expect_near(answer(problem, edge, {2}), {0, 0});
  problem.antialias = true;
  // The elements that hold 8 are 1.5 and 2.5 away from both middles: weights 5 and 3 of 32.
  expect_near(answer(problem, edge, {2}), {2, 2});
  problem.mode = ResizeMode::kCubic;
  const HostTensor flat = HostTensor::of_floats({9}, {3, 3, 3, 3, 3, 3, 3, 3, 3});
  expect_near(answer(problem, flat, {4}), {3, 3, 3, 3});
  problem.exclude_outside = true;
  expect_near(answer(problem, flat, {4}), {3, 3, 3, 3});
}

TEST(Resize, AntialiasChangesNothingThatGrows) {
  ResizeProblem problem = of_mode(ResizeMode::kCubic, CoordinateMode::kHalfPixel);
  const auto plain = answer(problem, kLine, {7});
  problem.antialias = true;
  expect_near(answer(problem, kLine, {7}), plain);
}

TEST(Resize, InterpolatesSeveralAxes) {
  const HostTensor x = HostTensor::of_floats({1, 2, 2}, {1, 2, 3, 4});
  expect_near(answer(of_mode(ResizeMode::kLinear, CoordinateMode::kAlignCorners), x, {1, 3, 3}),
              {1, 1.5f, 2, 2, 2.5f, 3, 3, 3.5f, 4});
}

TEST(Resize, GivesTheSameWithChannelsBehind) {
  const int64_t channels = 21;
  Random random(8);
  const auto planes =
      kernels::testing::random_operand(describe(DataType::kFloat32, {channels, 5, 6}), random);
  HostTensor pixels(DataType::kFloat32, {5, 6, channels});
  for (int64_t i = 0; i < planes.count(); ++i) {
    pixels.set_value(i % 30 * channels + i / 30, planes.value_at(i));
  }
  for (const ResizeMode mode : {ResizeMode::kLinear, ResizeMode::kCubic, ResizeMode::kNearest}) {
    const auto problem = of_mode(mode, CoordinateMode::kHalfPixel);
    const auto a = answer(problem, planes, {channels, 8, 11}, 2);
    const auto b = answer(problem, pixels, {8, 11, channels}, 2);
    for (size_t i = 0; i < a.size(); ++i) {
      ASSERT_NEAR(a[i], b[i % 88 * static_cast<size_t>(channels) + i / 88], 1e-5);
    }
  }
}

TEST(Resize, InterpolatesByCubics) {
  ResizeProblem problem = of_mode(ResizeMode::kCubic, CoordinateMode::kAsymmetric);
  problem.cubic_coefficient = -0.5;
  const HostTensor ramp = HostTensor::of_floats({6}, {0, 1, 2, 3, 4, 5});
  const auto y = answer(problem, ramp, {12});
  expect_near({y.begin() + 2, y.begin() + 8}, {1, 1.5f, 2, 2.5f, 3, 3.5f});
  problem.exclude_outside = true;
  const auto flat = answer(problem, HostTensor::of_floats({3}, {2, 2, 2}), {9});
  expect_near(flat, std::vector<float>(9, 2));
}

TEST(Resize, CropsAndExtrapolates) {
  ResizeProblem problem = of_mode(ResizeMode::kLinear, CoordinateMode::kTfCropAndResize);
  problem.roi = {0.5, 1.5};
  problem.extrapolation_value = 9;
  expect_near(answer(problem, kLine, {4}), {2.5f, 3.5f, 9, 9});
  problem.mode = ResizeMode::kNearest;
  EXPECT_EQ(answer(problem, kLine, {4}), (std::vector<float>{2, 3, 9, 9}));
}

TEST(Resize, FollowsTheScaleItIsGiven) {
  ResizeProblem problem = of_mode(ResizeMode::kLinear, CoordinateMode::kAsymmetric);
  problem.scales = {0.6f};
  expect_near(answer(problem, kLine, {2}), {1, 1 + 1 / 0.6f});
}

TEST(Resize, RefusesWhatDoesNotFit) {
  ResizeProblem problem = of_mode(ResizeMode::kLinear, CoordinateMode::kTfCropAndResize);
  problem.x = problem.y = describe(DataType::kFloat32, {4});
  EXPECT_FALSE(ResizeProblem::from_problem(problem.to_problem()).ok());
  problem.roi = {0, 1};
  EXPECT_TRUE(ResizeProblem::from_problem(problem.to_problem()).ok());
  problem.x = describe(DataType::kFloat32, {0});
  const std::vector<HostTensor> inputs = {HostTensor(DataType::kFloat32, {0})};
  EXPECT_FALSE(plain_answer(problem.to_problem(), inputs).ok());
}

}  // namespace
}  // namespace nightjar::kernels
