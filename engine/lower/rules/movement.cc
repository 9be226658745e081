// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Ops that move elements: Transpose, Concat, Split, Expand, Tile, depth and space, triangles.
#include "kernels/movement/movement.h"

#include <algorithm>
#include <numeric>

#include "engine/lower/rules/rule.h"
#include "engine/network/shape_rule.h"

namespace nightjar::lower::rules {
namespace {

using kernels::MovementKind;
using kernels::MovementProblem;
using tensor::Dim;
using tensor::Layout;
using tensor::Shape;

/// Prints the attributes that to_problem derives from operands.
kernels::Problem movement(MovementKind kind) {
  MovementProblem problem;
  problem.kind = kind;
  return problem.to_problem();
}

kernels::Problem transpose(std::vector<int64_t> permutation) {
  MovementProblem problem;
  problem.kind = MovementKind::kTranspose;
  problem.permutation = std::move(permutation);
  return problem.to_problem();
}

std::vector<int64_t> permutation_of(const Lowering& lowering) {
  std::vector<int64_t> permutation(lowering.rank());
  std::iota(permutation.rbegin(), permutation.rend(), 0);
  permutation = lowering.attributes().get_ints("perm", permutation);
  for (int64_t& axis : permutation) {
    if (axis < 0) axis += static_cast<int64_t>(permutation.size());
  }
  return permutation;
}

/// A permutation that leaves the axes longer than 1 in order moves no bytes.
bool keeps_order(const Shape& shape, const std::vector<int64_t>& permutation) {
  int64_t last = -1;
  for (const int64_t axis : permutation) {
    if (shape[static_cast<size_t>(axis)].constant() == 1) continue;
    if (axis < last) return false;
    last = axis;
  }
  return true;
}

Result<LoweredOp> lower_transpose(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  std::vector<int64_t> permutation = permutation_of(lowering);
  if (permutation.size() != lowering.rank()) return invalid_input("'perm' does not fit the rank");
  if (keeps_order(lowering.input(0).desc.shape, permutation)) return lowering.take_alias();
  lowering.add_step(transpose(std::move(permutation)), {lowering.input_argument(0)},
                    {lowering.output_argument()});
  return lowering.take();
}

/// Blocks of channels can only be joined or parted whole, which activations_fit has seen to.
bool parts_layout(const Lowering& lowering, Layout layout) {
  for (size_t i = 0; i < lowering.op().inputs.size(); ++i) {
    const bool is_part = lowering.op().type == "Concat" || i == 0;
    if (is_part && lowering.constant(i) != nullptr) return false;
  }
  const bool is_split = lowering.op().type == "Split";
  if (!is_split) return activations_fit(lowering, layout);
  bool fits = tensor::layout_fits(layout, lowering.input(0).desc.shape);
  for (size_t i = 0; i < lowering.op().outputs.size(); ++i) {
    fits = fits && lowering.has_output(i) &&
           tensor::layout_fits(layout, lowering.output(i).desc.shape);
  }
  return fits;
}

Result<kernels::Problem> parts_problem(const Lowering& lowering, MovementKind kind, Layout layout) {
  MovementProblem problem;
  problem.kind = kind;
  NIGHTJAR_ASSIGN(const int64_t axis, lowering.axis(0));
  problem.axis =
      tensor::physical_axis(layout, static_cast<int>(lowering.rank()), static_cast<int>(axis));
  return problem.to_problem();
}

Result<LoweredOp> lower_concat(Lowering& lowering) {
  const Layout layout = lowering.output().desc.layout;
  std::vector<Argument> parts;
  for (size_t i = 0; i < lowering.op().inputs.size(); ++i) {
    if (lowering.input(i).desc.layout != layout) return lowering.refuse("layouts differ");
    parts.push_back(lowering.input_in_memory(i));
  }
  NIGHTJAR_ASSIGN(kernels::Problem problem, parts_problem(lowering, MovementKind::kConcat, layout));
  lowering.add_step(std::move(problem), parts, {lowering.output_in_memory()});
  return lowering.take();
}

/// A part that nobody reads still takes its place in the whole.
Result<Argument> unread_part(Lowering& lowering, size_t index, Layout layout) {
  NIGHTJAR_ASSIGN(auto facts, network::infer_outputs(lowering.network(), lowering.op(),
                                                     lowering.op().outputs.size()));
  tensor::TensorDesc part = std::move(facts[index].desc);
  part.layout = layout;
  const Argument temporary = lowering.add_temporary(part);
  return Argument{temporary.operand, in_memory(part)};
}

Result<LoweredOp> lower_split(Lowering& lowering) {
  const Layout layout = lowering.input(0).desc.layout;
  std::vector<Argument> parts;
  for (size_t i = 0; i < lowering.op().outputs.size(); ++i) {
    if (!lowering.has_output(i)) {
      NIGHTJAR_ASSIGN(Argument part, unread_part(lowering, i, layout));
      parts.push_back(std::move(part));
      continue;
    }
    if (lowering.output(i).desc.layout != layout) return lowering.refuse("layouts differ");
    parts.push_back(lowering.output_in_memory(i));
  }
  NIGHTJAR_ASSIGN(kernels::Problem problem, parts_problem(lowering, MovementKind::kSplit, layout));
  lowering.add_step(std::move(problem), {lowering.input_in_memory(0)}, parts);
  return lowering.take();
}

Result<LoweredOp> lower_expand(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  lowering.add_step(movement(MovementKind::kExpand), {lowering.input_argument(0)},
                    {lowering.output_argument()});
  return lowering.take();
}

Result<LoweredOp> lower_tile(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  lowering.add_step(movement(MovementKind::kTile), {lowering.input_argument(0)},
                    {lowering.output_argument()});
  return lowering.take();
}

Result<LoweredOp> lower_triangle(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  MovementProblem problem;
  problem.kind = MovementKind::kTriangle;
  problem.upper = lowering.attributes().get_int("upper", 1) != 0;
  problem.parameters = {Dim(0)};
  if (lowering.has_input(1)) {
    const auto diagonal = lowering.elements(1);
    if (!diagonal || diagonal->size() != 1) {
      return not_yet_known("the diagonal must be known before running");
    }
    problem.parameters = *diagonal;
  }
  lowering.add_step(problem.to_problem(), {lowering.input_argument(0)},
                    {lowering.output_argument()});
  return lowering.take();
}

/// Blocks of b x b elements move between the channel axis and the spatial axes: a transpose over
/// six axes.
Result<LoweredOp> lower_depth_space(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  const bool to_space = lowering.op().type == "DepthToSpace";
  const bool depth_first = lowering.attributes().get_string("mode", "DCR") == "DCR";
  const Dim block(lowering.attributes().get_int("blocksize", 1));
  const Shape& deep = (to_space ? lowering.input(0) : lowering.output()).desc.shape;
  const Shape& wide = (to_space ? lowering.output() : lowering.input(0)).desc.shape;
  const Dim channels = wide[1];
  const Shape spread = {wide[0], channels, deep[2], block, deep[3], block};
  const Shape folded = to_space && !depth_first
                           ? Shape{deep[0], channels, block, block, deep[2], deep[3]}
                           : Shape{deep[0], block, block, channels, deep[2], deep[3]};
  if (to_space) {
    const std::vector<int64_t> order = depth_first ? std::vector<int64_t>{0, 3, 4, 1, 5, 2}
                                                   : std::vector<int64_t>{0, 1, 4, 2, 5, 3};
    lowering.add_step(transpose(order), {reshaped(lowering.input_argument(0), folded)},
                      {reshaped(lowering.output_argument(), spread)});
  } else {
    lowering.add_step(transpose({0, 3, 5, 1, 2, 4}), {reshaped(lowering.input_argument(0), spread)},
                      {reshaped(lowering.output_argument(), folded)});
  }
  return lowering.take();
}

}  // namespace

void add_movement_rules(RuleTable& table) {
  table["Transpose"] = {lower_transpose, nullptr};
  table["Concat"] = {lower_concat, parts_layout};
  table["Split"] = {lower_split, parts_layout};
  table["Expand"] = {lower_expand, nullptr};
  table["Tile"] = {lower_tile, nullptr};
  table["Trilu"] = {lower_triangle, nullptr};
  table["DepthToSpace"] = {lower_depth_space, nullptr};
  table["SpaceToDepth"] = {lower_depth_space, nullptr};
}

}  // namespace nightjar::lower::rules
