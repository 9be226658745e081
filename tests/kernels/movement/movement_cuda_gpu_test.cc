// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/movement/movement.h"
#include "tests/kernels/cuda_harness.h"

namespace nightjar::kernels::testing {
namespace {

using tensor::DataType;
using tensor::Dims;

constexpr std::string_view kTactic = "movement.own.mapped.v1";
constexpr DataType kTypes[] = {DataType::kInt8, DataType::kFloat16, DataType::kFloat32,
                               DataType::kInt64};

class MovementOnGpu : public CudaTactics {
 protected:
  MovementProblem make(MovementKind kind, DataType type, const std::vector<Dims>& inputs,
                       const std::vector<Dims>& outputs, const Dims& parameters = {}) {
    MovementProblem movement;
    movement.kind = kind;
    for (const Dims& dims : inputs) movement.inputs.push_back(describe(type, dims));
    for (const Dims& dims : outputs) movement.outputs.push_back(describe(type, dims));
    movement.parameters = tensor::to_shape(parameters);
    movement.steps.assign(inputs[0].size(), 1);
    return movement;
  }
  void check(const MovementProblem& movement) { expect_agreement(kTactic, movement.to_problem()); }
};

TEST_F(MovementOnGpu, TransposesAgree) {
  for (const DataType type : kTypes) {
    auto movement = make(MovementKind::kTranspose, type, {{2, 3, 4, 8}}, {{2, 4, 3, 8}});
    movement.permutation = {0, 2, 1, 3};
    check(movement);
    movement = make(MovementKind::kTranspose, type, {{6, 5, 7}}, {{7, 6, 5}});
    movement.permutation = {2, 0, 1};
    check(movement);
  }
}

TEST_F(MovementOnGpu, TransposesOfPlanesAgree) {
  for (const DataType type : kTypes) {
    auto movement = make(MovementKind::kTranspose, type, {{3, 70, 14, 15}}, {{3, 14, 15, 70}});
    movement.permutation = {0, 2, 3, 1};
    check(movement);
    movement = make(MovementKind::kTranspose, type, {{130, 3, 65}}, {{65, 3, 130}});
    movement.permutation = {2, 1, 0};
    check(movement);
    movement = make(MovementKind::kTranspose, type, {{20, 2, 17, 33}}, {{33, 17, 20, 2}});
    movement.permutation = {3, 2, 0, 1};
    check(movement);
  }
}

TEST_F(MovementOnGpu, SlicesAgree) {
  for (const DataType type : kTypes) {
    check(make(MovementKind::kSlice, type, {{5, 16}}, {{3, 8}}, {1, 4}));
    auto movement = make(MovementKind::kSlice, type, {{7, 10}}, {{3, 5}}, {-1, 9});
    movement.steps = {-2, -1};
    check(movement);
  }
}

TEST_F(MovementOnGpu, PartsAgree) {
  for (const DataType type : kTypes) {
    auto concat = make(MovementKind::kConcat, type, {{2, 3, 4}, {2, 5, 4}}, {{2, 8, 4}});
    concat.axis = 1;
    check(concat);
    auto split = make(MovementKind::kSplit, type, {{3, 9}}, {{3, 4}, {3, 5}});
    split.axis = 1;
    check(split);
  }
}

TEST_F(MovementOnGpu, PadsAgree) {
  for (const DataType type : kTypes) {
    for (const PadMode mode :
         {PadMode::kConstant, PadMode::kEdge, PadMode::kReflect, PadMode::kWrap}) {
      auto movement = make(MovementKind::kPad, type, {{4, 8}}, {{7, 12}}, {2, 3});
      movement.mode = mode;
      check(movement);
    }
    check(make(MovementKind::kPad, type, {{4, 8}, {1}}, {{5, 8}}, {1, 0}));
    check(make(MovementKind::kPad, type, {{4, 8}}, {{6, 4}}, {1, -2}));
  }
}

TEST_F(MovementOnGpu, RepeatsAndTrianglesAgree) {
  for (const DataType type : kTypes) {
    check(make(MovementKind::kExpand, type, {{3, 1, 8}}, {{2, 3, 4, 8}}));
    check(make(MovementKind::kTile, type, {{3, 4}}, {{9, 8}}));
    auto triangle = make(MovementKind::kTriangle, type, {{2, 5, 6}}, {{2, 5, 6}}, {1});
    check(triangle);
    triangle.upper = false;
    check(triangle);
  }
}

}  // namespace
}  // namespace nightjar::kernels::testing
