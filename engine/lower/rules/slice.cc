// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Slice and Pad: boxes cut out and frames put around, in any layout that keeps whole channels.
#include <numeric>

#include "engine/lower/rules/rule.h"
#include "engine/network/shape_rule.h"
#include "kernels/movement/movement.h"

namespace nightjar::lower::rules {
namespace {

using kernels::MovementKind;
using kernels::MovementProblem;
using tensor::Dim;
using tensor::Layout;
using tensor::Shape;

/// Input `index` as axes in [0, rank); the first `count` axes when it is absent.
Result<std::vector<int64_t>> axes_of(const Lowering& lowering, size_t index, size_t count) {
  std::vector<int64_t> axes(count);
  std::iota(axes.begin(), axes.end(), 0);
  if (lowering.has_input(index)) {
    NIGHTJAR_ASSIGN(axes, lowering.integers(index, "the axes"));
  }
  for (int64_t& axis : axes) {
    NIGHTJAR_ASSIGN(axis, network::normalize_axis(axis, lowering.rank()));
  }
  return axes;
}

/// One entry a logical axis to one a physical axis. Blocked channels must have `neutral`.
template <typename T>
Result<std::vector<T>> in_memory_order(const Lowering& lowering, const std::vector<T>& logical,
                                       const T& neutral) {
  const Layout layout = lowering.output().desc.layout;
  if (layout == Layout::kRowMajor) return logical;
  const auto rank = static_cast<int>(logical.size());
  std::vector<T> physical(logical.size() + (layout == Layout::kChannelsBlocked16 ? 1 : 0), neutral);
  for (int axis = 0; axis < rank; ++axis) {
    const T& value = logical[static_cast<size_t>(axis)];
    if (layout == Layout::kChannelsBlocked16 && axis == 1 && !(value == neutral)) {
      return lowering.refuse("channels in blocks cannot be cut");
    }
    physical[static_cast<size_t>(tensor::physical_axis(layout, rank, axis))] = value;
  }
  return physical;
}

Status add_movement(Lowering& lowering, MovementProblem problem,
                    const std::vector<Argument>& inputs) {
  lowering.add_step(problem.to_problem(), inputs, {lowering.output_in_memory()});
  return {};
}

struct Bounds {
  Shape starts;
  std::vector<int64_t> steps;
};

Result<Bounds> read_bounds(const Lowering& lowering) {
  const auto given = lowering.elements(1);
  if (!given) return not_yet_known("starts must be known before running");
  NIGHTJAR_ASSIGN(const auto axes, axes_of(lowering, 3, given->size()));
  std::vector<int64_t> steps(axes.size(), 1);
  if (lowering.has_input(4)) {
    NIGHTJAR_ASSIGN(steps, lowering.integers(4, "the steps"));
  }
  if (steps.size() != axes.size() || given->size() != axes.size()) {
    return invalid_input("starts, axes and steps differ in number");
  }
  Bounds bounds{Shape(lowering.rank(), Dim(0)), std::vector<int64_t>(lowering.rank(), 1)};
  for (size_t i = 0; i < axes.size(); ++i) {
    bounds.starts[static_cast<size_t>(axes[i])] = (*given)[i];
    bounds.steps[static_cast<size_t>(axes[i])] = steps[i];
  }
  return bounds;
}

Result<LoweredOp> lower_slice(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_one_layout());
  NIGHTJAR_ASSIGN(const Bounds bounds, read_bounds(lowering));
  MovementProblem problem;
  problem.kind = MovementKind::kSlice;
  NIGHTJAR_ASSIGN(problem.parameters, in_memory_order(lowering, bounds.starts, Dim(0)));
  NIGHTJAR_ASSIGN(problem.steps, in_memory_order(lowering, bounds.steps, int64_t{1}));
  NIGHTJAR_TRY(add_movement(lowering, problem, {lowering.input_in_memory(0)}));
  return lowering.take();
}

/// Pads in front of every axis.
Result<Shape> pads_before(const Lowering& lowering) {
  const auto pads = lowering.elements(1);
  if (!pads) return not_yet_known("pads must be known before running");
  NIGHTJAR_ASSIGN(const auto axes, axes_of(lowering, 3, lowering.rank()));
  if (pads->size() != 2 * axes.size()) return invalid_input("two pads are wanted for each axis");
  Shape before(lowering.rank(), Dim(0));
  for (size_t i = 0; i < axes.size(); ++i) before[static_cast<size_t>(axes[i])] = (*pads)[i];
  return before;
}

Result<kernels::PadMode> pad_mode(const Lowering& lowering) {
  const std::string mode = lowering.attributes().get_string("mode", "constant");
  for (const auto known : {kernels::PadMode::kConstant, kernels::PadMode::kEdge,
                           kernels::PadMode::kReflect, kernels::PadMode::kWrap}) {
    if (mode == kernels::name_of(known)) return known;
  }
  return lowering.refuse("attribute 'mode' is '" + mode + "'");
}

Result<LoweredOp> lower_pad(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_one_layout());
  MovementProblem problem;
  problem.kind = MovementKind::kPad;
  NIGHTJAR_ASSIGN(problem.mode, pad_mode(lowering));
  NIGHTJAR_ASSIGN(const Shape before, pads_before(lowering));
  NIGHTJAR_ASSIGN(problem.parameters, in_memory_order(lowering, before, Dim(0)));
  std::vector<Argument> inputs = {lowering.input_in_memory(0)};
  if (lowering.has_input(2)) inputs.push_back(lowering.input_argument(2));
  NIGHTJAR_TRY(add_movement(lowering, problem, inputs));
  return lowering.take();
}

/// Blocked channels must pass whole.
bool box_layout(const Lowering& lowering, Layout layout) {
  const Shape &from = lowering.input(0).desc.shape, &to = lowering.output().desc.shape;
  if (lowering.constant(0) != nullptr || !tensor::layout_fits(layout, from) ||
      !tensor::layout_fits(layout, to)) {
    return false;
  }
  return layout == Layout::kChannelsLast || from[1] == to[1];
}

/// CenterCropPad: half of what an axis lacks goes in front of it, half of what is too much is cut.
Result<LoweredOp> lower_center_crop_pad(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_one_layout());
  if (!lowering.elements(1)) return not_yet_known("the shape must be known before running");
  const Shape &from = lowering.input(0).desc.shape, &to = lowering.output().desc.shape;
  Shape before;
  for (size_t axis = 0; axis < from.size(); ++axis) {
    const Dim lack = Dim::max(to[axis] - from[axis], Dim(0));
    const Dim excess = Dim::max(from[axis] - to[axis], Dim(0));
    before.push_back(Dim::floor_div(lack, Dim(2)) - Dim::floor_div(excess, Dim(2)));
  }
  MovementProblem problem;
  problem.kind = MovementKind::kPad;
  NIGHTJAR_ASSIGN(problem.parameters, in_memory_order(lowering, before, Dim(0)));
  NIGHTJAR_TRY(add_movement(lowering, problem, {lowering.input_in_memory(0)}));
  return lowering.take();
}

}  // namespace

void add_slice_rules(RuleTable& table) {
  table["Slice"] = {lower_slice, box_layout};
  table["Pad"] = {lower_pad, box_layout};
  table["CenterCropPad"] = {lower_center_crop_pad, nullptr};
}

}  // namespace nightjar::lower::rules
