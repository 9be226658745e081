// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The movement family: elements change place and never value, whatever their type.
//
// Inputs and outputs are row-major and of one type, of 1 to 16 whole bytes an element; packed types
// take the plain tactic alone.
// Attribute `kind`:
//   transpose  perm: output axis i is input axis perm[i]
//   slice      parameters: the start on each axis, counted from the end when negative; steps (ones
//              when absent); the output's extents say how many
//   concat     axis; any number of inputs
//   split      axis; any number of outputs
//   pad        parameters: elements put before each axis (negative: cut off); mode: constant, edge,
//              reflect or wrap; input 1: the value of a constant, zero when absent
//   expand     the input broadcasts to the output
//   tile       the input repeats to fill the output
//   triangle   parameters: the diagonal k; upper (1) or lower (0): the rest of each matrix is zero
#pragma once

#include <string_view>
#include <vector>

#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels {

enum class MovementKind : uint8_t {
  kTranspose,
  kSlice,
  kConcat,
  kSplit,
  kPad,
  kExpand,
  kTile,
  kTriangle,
};
std::string_view name_of(MovementKind kind);

enum class PadMode : uint8_t { kConstant, kEdge, kReflect, kWrap };
std::string_view name_of(PadMode mode);

struct MovementProblem {
  MovementKind kind = MovementKind::kTranspose;
  std::vector<tensor::TensorDesc> inputs, outputs;
  tensor::Shape parameters;
  std::vector<int64_t> permutation;  ///< Of a transpose.
  std::vector<int64_t> steps;        ///< Of a slice.
  int64_t axis = 0;                  ///< Of concat and split.
  PadMode mode = PadMode::kConstant;
  bool upper = true;

  /// Refuses ranks, types and attributes that do not belong together.
  static Result<MovementProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_movement(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
