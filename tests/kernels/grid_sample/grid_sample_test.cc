// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/grid_sample/grid_sample.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels {
namespace {

using kernels::testing::describe;
using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;
using Floats = std::vector<float>;

GridSampleProblem asking(SampleMode mode, SamplePadding padding, bool align_corners) {
  GridSampleProblem problem;
  problem.mode = mode;
  problem.padding = padding;
  problem.align_corners = align_corners;
  return problem;
}

Result<HostTensor> answer(GridSampleProblem problem, const HostTensor& x, const HostTensor& grid) {
  Dims dims = {x.dims()[0], x.dims()[1]};
  dims.insert(dims.end(), grid.dims().begin() + 1, grid.dims().end() - 1);
  problem.x = describe(x.type(), x.dims());
  problem.grid = describe(grid.type(), grid.dims());
  problem.y = describe(x.type(), dims);
  const std::vector<HostTensor> inputs = {x, grid};
  NIGHTJAR_ASSIGN(auto answers, plain_answer(problem.to_problem(), inputs));
  return answers[0];
}

/// One image [1, 1, 2, 3] of 0 to 5.
HostTensor image() { return HostTensor::of_floats({1, 1, 2, 3}, {0, 1, 2, 3, 4, 5}); }

/// A grid [1, 1, n, 2] of (right, down) pairs.
HostTensor places(const Floats& coordinates) {
  return HostTensor::of_floats({1, 1, static_cast<int64_t>(coordinates.size()) / 2, 2},
                               coordinates);
}

TEST(GridSample, ReadsMiddlesOfPixels) {
  // Halves of an element in from the edges are the middles of the outermost ones.
  const HostTensor grid = places({-2.0f / 3, -0.5f, 2.0f / 3, 0.5f, 0, 0});
  const auto y = answer(asking(SampleMode::kLinear, SamplePadding::kZeros, false), image(), grid);
  const Floats values = y->to_floats();
  EXPECT_NEAR(values[0], 0, 1e-5);
  EXPECT_NEAR(values[1], 5, 1e-5);
  EXPECT_NEAR(values[2], 2.5f, 1e-5);
}

TEST(GridSample, ReadsCornersWhenTheyAreAligned) {
  const HostTensor grid = places({-1, -1, 1, 1, 0.5f, -1});
  const auto y = answer(asking(SampleMode::kLinear, SamplePadding::kZeros, true), image(), grid);
  EXPECT_EQ(y->to_floats(), (Floats{0, 5, 1.5f}));
}

TEST(GridSample, PadsWhatLiesOutside) {
  const HostTensor grid = places({3, -1});  // Column 4, row 0 with aligned corners.
  const auto read = [&](SamplePadding padding) {
    return answer(asking(SampleMode::kNearest, padding, true), image(), grid)->to_floats()[0];
  };
  EXPECT_EQ(read(SamplePadding::kZeros), 0);
  EXPECT_EQ(read(SamplePadding::kBorder), 2);
  EXPECT_EQ(read(SamplePadding::kReflection), 0);
}

TEST(GridSample, MirrorsAtEdgesWhenCornersAreNotAligned) {
  // Column 3 lies as far behind the edge as column 2 lies before it.
  const HostTensor grid = places({4.0f / 3, -0.5f});
  const auto y =
      answer(asking(SampleMode::kNearest, SamplePadding::kReflection, false), image(), grid);
  EXPECT_EQ(y->to_floats()[0], 2);
}

TEST(GridSample, CubicsKeepStraightLines) {
  const HostTensor line = HostTensor::of_floats({1, 1, 1, 6}, {0, 1, 2, 3, 4, 5});
  const auto y = answer(asking(SampleMode::kCubic, SamplePadding::kBorder, true), line,
                        places({0, 0, 0.2f, 0}));
  EXPECT_NEAR(y->to_floats()[0], 2.5f, 1e-5);
  EXPECT_NEAR(y->to_floats()[1], 3.0f, 1e-5);
}

TEST(GridSample, SamplesVolumesAndChannels) {
  const HostTensor volume =
      HostTensor::of_floats({1, 2, 2, 1, 1}, {1, 3, 10, 30});  // Two planes of two deep.
  const HostTensor grid = HostTensor::of_floats({1, 1, 1, 1, 3}, {0, 0, 0.5f});
  const auto y = answer(asking(SampleMode::kLinear, SamplePadding::kZeros, true), volume, grid);
  EXPECT_EQ(y->dims(), (Dims{1, 2, 1, 1, 1}));
  EXPECT_EQ(y->to_floats(), (Floats{2.5f, 25}));
}

TEST(GridSample, SurvivesPlacesThatAreNone) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float far = std::numeric_limits<float>::infinity();
  for (const auto mode : {SampleMode::kNearest, SampleMode::kLinear, SampleMode::kCubic}) {
    const auto y = answer(asking(mode, SamplePadding::kZeros, false), image(),
                          places({nan, 0, far, 0, -far, far}));
    EXPECT_EQ(y->to_floats(), (Floats{0, 0, 0}));
    EXPECT_TRUE(answer(asking(mode, SamplePadding::kReflection, true), image(),
                       places({nan, 0, far, 0, -far, far}))
                    .ok());
  }
}

TEST(GridSample, RefusesAGridOfAnotherRank) {
  const HostTensor grid = HostTensor::of_floats({1, 1, 1, 3}, {0, 0, 0});
  const auto y = answer(asking(SampleMode::kLinear, SamplePadding::kZeros, true), image(), grid);
  EXPECT_FALSE(y.ok());
}

}  // namespace
}  // namespace nightjar::kernels
