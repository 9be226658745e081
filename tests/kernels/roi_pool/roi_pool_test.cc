// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/roi_pool/roi_pool.h"

#include <gtest/gtest.h>

#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels {
namespace {

using kernels::testing::describe;
using tensor::Dims;
using tensor::HostTensor;
using Floats = std::vector<float>;

/// A ramp: element (h, w) of a 4 x 4 image is 4 h + w.
HostTensor ramp() {
  Floats values;
  for (int i = 0; i < 16; ++i) values.push_back(static_cast<float>(i));
  return HostTensor::of_floats({1, 1, 4, 4}, values);
}

Result<Floats> answer(RoiPoolProblem problem, const HostTensor& rois, const Dims& pooled,
                      const std::vector<int64_t>& batches = {0}) {
  std::vector<HostTensor> inputs = {ramp(), rois};
  problem.x = describe(inputs[0].type(), inputs[0].dims());
  problem.rois = describe(rois.type(), rois.dims());
  if (problem.kind != RoiPoolKind::kMax) {
    inputs.push_back(HostTensor::of_int64({static_cast<int64_t>(batches.size())}, batches));
    problem.batch_indices = describe(inputs[2].type(), inputs[2].dims());
  }
  problem.y = describe(inputs[0].type(), {rois.dims()[0], 1, pooled[0], pooled[1]});
  NIGHTJAR_ASSIGN(const auto answers, plain_answer(problem.to_problem(), inputs));
  return answers[0].to_floats();
}

RoiPoolProblem of_kind(RoiPoolKind kind) {
  RoiPoolProblem problem;
  problem.kind = kind;
  return problem;
}

TEST(RoiPool, AveragesSamplesOfARamp) {
  // On a ramp the average of a region is the value in its middle.
  const HostTensor roi = HostTensor::of_floats({1, 4}, {1, 1, 3, 3});
  EXPECT_EQ(*answer(of_kind(RoiPoolKind::kAlignAverage), roi, {1, 1}), Floats{7.5f});
  RoiPoolProblem whole = of_kind(RoiPoolKind::kAlignAverage);
  whole.half_pixel = false;
  EXPECT_EQ(*answer(whole, roi, {1, 1}), Floats{10});
  EXPECT_EQ(*answer(of_kind(RoiPoolKind::kAlignAverage), roi, {2, 1}), (Floats{5.5f, 9.5f}));
}

TEST(RoiPool, ScalesRegions) {
  RoiPoolProblem problem = of_kind(RoiPoolKind::kAlignAverage);
  problem.spatial_scale = 0.5;
  problem.sampling_ratio = 2;
  const HostTensor roi = HostTensor::of_floats({1, 4}, {2, 2, 6, 6});
  EXPECT_EQ(*answer(problem, roi, {1, 1}), Floats{7.5f});
}

TEST(RoiPool, TakesTheLargestWeightedNeighbour) {
  RoiPoolProblem problem = of_kind(RoiPoolKind::kAlignMax);
  problem.sampling_ratio = 1;
  const HostTensor roi = HostTensor::of_floats({1, 4}, {1, 1, 3, 3});
  EXPECT_EQ(*answer(problem, roi, {1, 1}), Floats{2.5f});  // A quarter of 10.
}

TEST(RoiPool, PoolsWholePixels) {
  const HostTensor roi = HostTensor::of_floats({2, 5}, {0, 0, 0, 3, 3, 0, 1, 1, 2, 2});
  EXPECT_EQ(*answer(of_kind(RoiPoolKind::kMax), roi, {2, 2}), (Floats{5, 7, 13, 15, 5, 6, 9, 10}));
}

TEST(RoiPool, EmptyBinsGiveZero) {
  const HostTensor roi = HostTensor::of_floats({1, 5}, {0, 8, 8, 9, 9});
  EXPECT_EQ(*answer(of_kind(RoiPoolKind::kMax), roi, {1, 1}), Floats{0});
}

TEST(RoiPool, RefusesRegionsThatAreNotThere) {
  const HostTensor roi = HostTensor::of_floats({1, 4}, {1, 1, 3, 3});
  EXPECT_FALSE(answer(of_kind(RoiPoolKind::kAlignAverage), roi, {1, 1}, {1}).ok());
  EXPECT_FALSE(answer(of_kind(RoiPoolKind::kAlignAverage), roi, {1, 1}, {-1}).ok());
  const HostTensor huge = HostTensor::of_floats({1, 4}, {0, 0, 1e30f, 1});
  EXPECT_FALSE(answer(of_kind(RoiPoolKind::kAlignAverage), huge, {1, 1}).ok());
  const HostTensor other = HostTensor::of_floats({1, 5}, {7, 0, 0, 1, 1});
  EXPECT_FALSE(answer(of_kind(RoiPoolKind::kMax), other, {1, 1}).ok());
}

}  // namespace
}  // namespace nightjar::kernels
