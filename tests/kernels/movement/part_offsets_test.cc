// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/movement/part_offsets.h"

#include <gtest/gtest.h>

#include "kernels/movement/movement.h"
#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::Dims;
using testing::describe;

MovementProblem movement(MovementKind kind, const std::vector<Dims>& inputs,
                         const std::vector<Dims>& outputs, int64_t axis) {
  MovementProblem problem;
  problem.kind = kind;
  for (const Dims& dims : inputs) problem.inputs.push_back(describe(DataType::kFloat32, dims));
  for (const Dims& dims : outputs) problem.outputs.push_back(describe(DataType::kFloat32, dims));
  problem.axis = axis;
  return problem;
}

TEST(PartOffsets, OfAConcatBehindAxesOfOne) {
  const auto offsets = part_offsets(
      movement(MovementKind::kConcat, {{1, 3, 4}, {1, 2, 4}}, {{1, 5, 4}}, 1).to_problem());
  ASSERT_TRUE(offsets);
  EXPECT_TRUE(offsets->parts_are_inputs);
  EXPECT_EQ(offsets->bytes, (std::vector<size_t>{0, 48}));
  EXPECT_FALSE(part_offsets(
      movement(MovementKind::kConcat, {{2, 3, 4}, {2, 2, 4}}, {{2, 5, 4}}, 1).to_problem()));
  EXPECT_TRUE(part_offsets(
      movement(MovementKind::kConcat, {{2, 3, 4}, {1, 3, 4}}, {{3, 3, 4}}, 0).to_problem()));
}

TEST(PartOffsets, OfASplit) {
  const auto offsets =
      part_offsets(movement(MovementKind::kSplit, {{1, 6, 2}}, {{1, 1, 2}, {1, 3, 2}, {1, 2, 2}}, 1)
                       .to_problem());
  ASSERT_TRUE(offsets);
  EXPECT_FALSE(offsets->parts_are_inputs);
  EXPECT_EQ(offsets->bytes, (std::vector<size_t>{0, 8, 32}));
}

TEST(PartOffsets, OfASliceOfNeighbours) {
  const auto slice = [](const Dims& whole, const Dims& part, const Dims& starts,
                        const std::vector<int64_t>& steps) {
    MovementProblem problem = movement(MovementKind::kSlice, {whole}, {part}, 0);
    problem.parameters = tensor::to_shape(starts);
    problem.steps = steps;
    return part_offsets(problem.to_problem());
  };
  EXPECT_EQ(slice({1, 6, 2}, {1, 2, 2}, {0, 3, 0}, {1, 1, 1})->bytes, (std::vector<size_t>{24}));
  EXPECT_EQ(slice({1, 6, 2}, {1, 2, 2}, {0, -2, 0}, {1, 1, 1})->bytes, (std::vector<size_t>{32}));
  EXPECT_FALSE(slice({1, 6, 2}, {1, 2, 1}, {0, 3, 0}, {1, 1, 1}));
  EXPECT_FALSE(slice({2, 6, 2}, {2, 2, 2}, {0, 3, 0}, {1, 1, 1}));
  EXPECT_FALSE(slice({1, 6, 2}, {1, 2, 2}, {0, 0, 0}, {1, 2, 1}));
  EXPECT_TRUE(slice({6, 2}, {2, 2}, {1, 0}, {1, 1}));
}

TEST(PartOffsets, OfNothingElse) {
  MovementProblem transpose = movement(MovementKind::kTranspose, {{1, 2}}, {{2, 1}}, 0);
  transpose.permutation = {1, 0};
  EXPECT_FALSE(part_offsets(transpose.to_problem()));
  EXPECT_FALSE(part_offsets(Problem{"pool", {}, {}, {}}));
}

}  // namespace
}  // namespace nightjar::kernels
