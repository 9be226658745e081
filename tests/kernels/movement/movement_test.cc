// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/movement/movement.h"

#include <gtest/gtest.h>

#include <cstring>

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

HostTensor counted(DataType type, const Dims& dims) {
  HostTensor tensor(type, dims);
  for (int64_t i = 0; i < tensor.count(); ++i) tensor.set_integer(i, i % 120);
  return tensor;
}

std::vector<HostTensor> answers(MovementProblem problem, const std::vector<HostTensor>& inputs,
                                const std::vector<Dims>& outputs) {
  for (const HostTensor& input : inputs) {
    problem.inputs.push_back(describe(input.type(), input.dims()));
  }
  for (const Dims& dims : outputs) problem.outputs.push_back(describe(inputs[0].type(), dims));
  auto result = plain_answer(problem.to_problem(), inputs);
  EXPECT_TRUE(result.ok()) << result.error().message;
  return result.ok() ? *result : std::vector<HostTensor>(outputs.size());
}

TEST(Movement, TransposesEveryOrderAndWidth) {
  const std::vector<std::pair<Dims, std::vector<int64_t>>> cases = {
      {{3, 4}, {1, 0}},
      {{33, 70}, {1, 0}},
      {{2, 5, 17}, {0, 2, 1}},
      {{2, 3, 4, 5}, {0, 2, 3, 1}},
      {{2, 3, 4, 5}, {3, 2, 1, 0}},
      {{2, 20, 3, 18}, {0, 3, 2, 1}},
      {{1, 6, 1, 7}, {2, 3, 0, 1}},
      {{4, 3, 5}, {1, 0, 2}},
      {{}, {}},
      {{0, 3}, {1, 0}},
  };
  for (const DataType type : {DataType::kInt8, DataType::kBFloat16, DataType::kFloat32,
                              DataType::kInt64, DataType::kComplex128}) {
    for (const auto& [dims, order] : cases) {
      MovementProblem problem;
      problem.kind = MovementKind::kTranspose;
      problem.permutation = order;
      Dims moved;
      for (const int64_t axis : order) moved.push_back(dims[static_cast<size_t>(axis)]);
      HostTensor x(type, dims);
      for (size_t i = 0; i < x.byte_count(); ++i) x.bytes()[i] = std::byte(i * 7 % 251);
      const HostTensor y = answers(problem, {x}, {moved})[0];
      const size_t width = x.count() == 0 ? 0 : x.byte_count() / static_cast<size_t>(x.count());
      for_each_element(moved, [&](const Dims& at, int64_t position) {
        Dims from(at.size());
        for (size_t i = 0; i < at.size(); ++i) from[static_cast<size_t>(order[i])] = at[i];
        const auto source = static_cast<size_t>(position_of(dims, from)) * width;
        const auto target = static_cast<size_t>(position) * width;
        ASSERT_EQ(std::memcmp(x.bytes() + source, y.bytes() + target, width), 0) << position;
      });
    }
  }
}

TEST(Movement, SlicesWithSteps) {
  MovementProblem problem;
  problem.kind = MovementKind::kSlice;
  problem.parameters = {tensor::Dim(-2), tensor::Dim(5)};
  problem.steps = {1, -2};
  const HostTensor x = counted(DataType::kFloat32, {4, 6});
  EXPECT_EQ(answers(problem, {x}, {{2, 3}})[0].to_floats(),
            (std::vector<float>{17, 15, 13, 23, 21, 19}));
}

TEST(Movement, ClampsTheStartOfASlice) {
  MovementProblem problem;
  problem.kind = MovementKind::kSlice;
  problem.parameters = {tensor::Dim(1000)};
  problem.steps = {-1};
  const HostTensor x = counted(DataType::kInt32, {4});
  EXPECT_EQ(answers(problem, {x}, {{4}})[0].to_integers(), (std::vector<int64_t>{3, 2, 1, 0}));
  problem.steps = {1};
  EXPECT_EQ(answers(problem, {x}, {{0}})[0].count(), 0);
}

TEST(Movement, RefusesASliceThatLeavesTheInput) {
  MovementProblem problem;
  problem.kind = MovementKind::kSlice;
  problem.parameters = {tensor::Dim(2)};
  problem.steps = {1};
  problem.inputs = {describe(DataType::kInt32, {4})};
  problem.outputs = {describe(DataType::kInt32, {3})};
  const std::vector<HostTensor> inputs = {counted(DataType::kInt32, {4})};
  EXPECT_FALSE(plain_answer(problem.to_problem(), inputs).ok());
  problem.steps = {int64_t{1} << 62};
  EXPECT_FALSE(plain_answer(problem.to_problem(), inputs).ok());
}

TEST(Movement, JoinsAndParts) {
  const HostTensor a = counted(DataType::kInt16, {2, 1, 3}),
                   b = counted(DataType::kInt16, {2, 4, 3});
  const HostTensor none(DataType::kInt16, {2, 0, 3});
  MovementProblem concat;
  concat.kind = MovementKind::kConcat;
  concat.axis = 1;
  const HostTensor joined = answers(concat, {a, none, b}, {{2, 5, 3}})[0];
  MovementProblem split;
  split.kind = MovementKind::kSplit;
  split.axis = 1;
  const auto parts = answers(split, {joined}, {{2, 1, 3}, {2, 4, 3}});
  EXPECT_TRUE(tensor::identical(parts[0], a));
  EXPECT_TRUE(tensor::identical(parts[1], b));
}

TEST(Movement, PadsInEveryMode) {
  const HostTensor x = HostTensor::of_floats({3}, {1, 2, 3});
  MovementProblem problem;
  problem.kind = MovementKind::kPad;
  problem.parameters = {tensor::Dim(2)};
  const auto padded = [&](PadMode mode, const std::vector<HostTensor>& inputs) {
    problem.mode = mode;
    return answers(problem, inputs, {{7}})[0].to_floats();
  };
  EXPECT_EQ(padded(PadMode::kConstant, {x}), (std::vector<float>{0, 0, 1, 2, 3, 0, 0}));
  EXPECT_EQ(padded(PadMode::kConstant, {x, HostTensor::of_floats({}, {9})}),
            (std::vector<float>{9, 9, 1, 2, 3, 9, 9}));
  EXPECT_EQ(padded(PadMode::kEdge, {x}), (std::vector<float>{1, 1, 1, 2, 3, 3, 3}));
  EXPECT_EQ(padded(PadMode::kReflect, {x}), (std::vector<float>{3, 2, 1, 2, 3, 2, 1}));
  EXPECT_EQ(padded(PadMode::kWrap, {x}), (std::vector<float>{2, 3, 1, 2, 3, 1, 2}));
}

TEST(Movement, CutsWithNegativePads) {
  MovementProblem problem;
  problem.kind = MovementKind::kPad;
  problem.parameters = {tensor::Dim(1), tensor::Dim(-1)};
  const HostTensor x = counted(DataType::kFloat32, {2, 3});
  EXPECT_EQ(answers(problem, {x}, {{3, 2}})[0].to_floats(), (std::vector<float>{0, 0, 1, 2, 4, 5}));
}

TEST(Movement, ExpandsAndTiles) {
  MovementProblem expand;
  expand.kind = MovementKind::kExpand;
  const HostTensor column = counted(DataType::kInt32, {2, 1});
  EXPECT_EQ(answers(expand, {column}, {{2, 2, 3}})[0].to_integers(),
            (std::vector<int64_t>{0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1}));
  MovementProblem tile;
  tile.kind = MovementKind::kTile;
  const HostTensor x = counted(DataType::kInt32, {1, 3});
  EXPECT_EQ(answers(tile, {x}, {{2, 6}})[0].to_integers(),
            (std::vector<int64_t>{0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2}));
}

TEST(Movement, KeepsTriangles) {
  const HostTensor x = HostTensor::of_floats({2, 3}, {1, 2, 3, 4, 5, 6});
  MovementProblem problem;
  problem.kind = MovementKind::kTriangle;
  const auto kept = [&](bool upper, int64_t diagonal) {
    problem.upper = upper;
    problem.parameters = {tensor::Dim(diagonal)};
    return answers(problem, {x}, {{2, 3}})[0].to_floats();
  };
  EXPECT_EQ(kept(true, 0), (std::vector<float>{1, 2, 3, 0, 5, 6}));
  EXPECT_EQ(kept(true, 2), (std::vector<float>{0, 0, 3, 0, 0, 0}));
  EXPECT_EQ(kept(false, 0), (std::vector<float>{1, 0, 0, 4, 5, 0}));
  EXPECT_EQ(kept(false, -100), (std::vector<float>{0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(kept(false, 100), (std::vector<float>{1, 2, 3, 4, 5, 6}));
}

TEST(Movement, RefusesWhatDoesNotBelongTogether) {
  MovementProblem problem;
  problem.kind = MovementKind::kTranspose;
  problem.permutation = {0, 0};
  problem.inputs = {describe(DataType::kFloat32, {2, 3})};
  problem.outputs = {describe(DataType::kFloat32, {2, 3})};
  EXPECT_FALSE(MovementProblem::from_problem(problem.to_problem()).ok());
  problem.permutation = {0, 1};
  EXPECT_TRUE(MovementProblem::from_problem(problem.to_problem()).ok());
  problem.outputs = {describe(DataType::kFloat16, {2, 3})};
  EXPECT_FALSE(MovementProblem::from_problem(problem.to_problem()).ok());
}

}  // namespace
}  // namespace nightjar::kernels
