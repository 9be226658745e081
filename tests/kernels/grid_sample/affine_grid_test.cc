// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/grid_sample/affine_grid.h"

#include <gtest/gtest.h>

#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels {
namespace {

using kernels::testing::describe;
using tensor::Dims;
using tensor::HostTensor;
using Floats = std::vector<float>;

Result<HostTensor> answer(bool align_corners, const HostTensor& theta, const Dims& dims) {
  AffineGridProblem problem;
  problem.align_corners = align_corners;
  problem.theta = describe(theta.type(), theta.dims());
  problem.grid = describe(theta.type(), dims);
  const std::vector<HostTensor> inputs = {theta};
  NIGHTJAR_ASSIGN(auto answers, plain_answer(problem.to_problem(), inputs));
  return answers[0];
}

TEST(AffineGrid, LeavesPlacesAsTheyAre) {
  const HostTensor identity = HostTensor::of_floats({1, 2, 3}, {1, 0, 0, 0, 1, 0});
  EXPECT_EQ(answer(true, identity, {1, 2, 2, 2})->to_floats(),
            (Floats{-1, -1, 1, -1, -1, 1, 1, 1}));
  EXPECT_EQ(answer(false, identity, {1, 1, 2, 2})->to_floats(), (Floats{-0.5f, 0, 0.5f, 0}));
}

TEST(AffineGrid, TurnsAndMoves) {
  const HostTensor map = HostTensor::of_floats({1, 2, 3}, {0, 1, 10, -1, 0, 20});
  EXPECT_EQ(answer(true, map, {1, 2, 2, 2})->to_floats(), (Floats{9, 21, 9, 19, 11, 21, 11, 19}));
}

TEST(AffineGrid, MapsVolumesInnermostFirst) {
  const HostTensor map = HostTensor::of_floats({1, 3, 4}, {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0});
  EXPECT_EQ(answer(true, map, {1, 2, 1, 2, 3})->to_floats(),
            (Floats{-1, -1, -1, 1, -1, -1, -1, -1, 1, 1, -1, 1}));
}

TEST(AffineGrid, RefusesAMapOfAnotherRank) {
  const HostTensor map = HostTensor::of_floats({1, 2, 3}, {1, 0, 0, 0, 1, 0});
  EXPECT_FALSE(answer(true, map, {1, 2, 2, 2, 3}).ok());
}

}  // namespace
}  // namespace nightjar::kernels
