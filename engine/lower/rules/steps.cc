// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/lower/rules/steps.h"

#include "engine/lower/rules/pointwise_lowering.h"
#include "kernels/fill/fill.h"
#include "kernels/movement/movement.h"

namespace nightjar::lower::rules {

using kernels::MovementKind;
using kernels::MovementProblem;
using tensor::DataType;
using tensor::Dim;
using tensor::HostTensor;
using tensor::Layout;
using tensor::Shape;

Argument temporary(Lowering& lowering, DataType type, Shape shape) {
  return lowering.add_temporary({type, std::move(shape), Layout::kRowMajor});
}

Argument output_or_temporary(Lowering& lowering, size_t index, DataType type, const Shape& shape) {
  if (lowering.has_output(index)) return reshaped(lowering.output_argument(index), shape);
  return temporary(lowering, type, shape);
}

Argument computed(Lowering& lowering, const std::string& text, const std::vector<Argument>& inputs,
                  DataType type, Shape shape) {
  const Argument to = temporary(lowering, type, std::move(shape));
  add_expression(lowering, expression_of(text), inputs, to);
  return to;
}

Argument converted(Lowering& lowering, const Argument& from, DataType type) {
  if (from.desc.type == type || from.operand.kind == Operand::Kind::kAbsent) return from;
  return computed(lowering, "in0", {from}, type, from.desc.shape);
}

void add_transpose(Lowering& lowering, const Argument& from, std::vector<int64_t> permutation,
                   const Argument& to) {
  MovementProblem problem;
  problem.kind = MovementKind::kTranspose;
  problem.permutation = std::move(permutation);
  lowering.add_step(problem.to_problem(), {from}, {to});
}

Argument transposed(Lowering& lowering, const Argument& from,
                    const std::vector<int64_t>& permutation) {
  Shape shape;
  bool keeps_order = true;
  int64_t last = -1;
  for (const int64_t axis : permutation) {
    shape.push_back(from.desc.shape[static_cast<size_t>(axis)]);
    if (shape.back().constant() == 1) continue;
    keeps_order = keeps_order && axis > last;
    last = axis;
  }
  if (keeps_order) return reshaped(from, std::move(shape));
  const Argument to = temporary(lowering, from.desc.type, std::move(shape));
  add_transpose(lowering, from, permutation, to);
  return to;
}

void add_slice(Lowering& lowering, const Argument& from, size_t axis, const Dim& start,
               const Argument& to) {
  MovementProblem problem;
  problem.kind = MovementKind::kSlice;
  problem.parameters = with_extent(Shape(from.desc.shape.size(), Dim(0)), axis, start);
  problem.steps.assign(from.desc.shape.size(), 1);
  lowering.add_step(problem.to_problem(), {from}, {to});
}

Argument sliced(Lowering& lowering, const Argument& from, size_t axis, const Dim& start,
                const Dim& count, int64_t step) {
  MovementProblem problem;
  problem.kind = MovementKind::kSlice;
  problem.parameters = with_extent(Shape(from.desc.shape.size(), Dim(0)), axis, start);
  problem.steps.assign(from.desc.shape.size(), 1);
  problem.steps[axis] = step;
  const Argument to =
      temporary(lowering, from.desc.type, with_extent(from.desc.shape, axis, count));
  lowering.add_step(problem.to_problem(), {from}, {to});
  return to;
}

void add_concat(Lowering& lowering, size_t axis, const std::vector<Argument>& parts,
                const Argument& to) {
  MovementProblem problem;
  problem.kind = MovementKind::kConcat;
  problem.axis = static_cast<int64_t>(axis);
  lowering.add_step(problem.to_problem(), parts, {to});
}

void add_pad(Lowering& lowering, const Argument& from, size_t axis, const Dim& before, double fill,
             const Argument& to) {
  MovementProblem problem;
  problem.kind = MovementKind::kPad;
  problem.parameters = with_extent(Shape(from.desc.shape.size(), Dim(0)), axis, before);
  HostTensor value(from.desc.type, {});
  value.set_value(0, fill);
  lowering.add_step(problem.to_problem(), {from, lowering.add_constant(std::move(value))}, {to});
}

void add_reduction(Lowering& lowering, kernels::ReduceKind kind, std::vector<int64_t> axes,
                   const Argument& from, const Argument& to) {
  kernels::ReduceProblem problem;
  problem.kind = kind;
  problem.axes = std::move(axes);
  lowering.add_step(problem.to_problem(), {from}, {to});
}

Argument reduced(Lowering& lowering, kernels::ReduceKind kind, const std::vector<int64_t>& axes,
                 const Argument& from) {
  Shape shape = from.desc.shape;
  for (const int64_t axis : axes) shape[static_cast<size_t>(axis)] = Dim(1);
  const Argument to = temporary(lowering, from.desc.type, std::move(shape));
  add_reduction(lowering, kind, axes, from, to);
  return to;
}

Argument counted(Lowering& lowering, const Dim& count, size_t axes_behind) {
  kernels::FillProblem problem;
  problem.kind = kernels::FillKind::kRange;
  const Argument to = temporary(lowering, DataType::kInt64, {count});
  lowering.add_step(problem.to_problem(),
                    {lowering.add_constant(HostTensor::of_int64({}, {0})),
                     lowering.add_constant(HostTensor::of_int64({}, {1}))},
                    {to});
  Shape shape = {count};
  shape.resize(1 + axes_behind, Dim(1));
  return reshaped(to, std::move(shape));
}

Argument extents(Lowering& lowering, const Shape& values) {
  kernels::FillProblem problem;
  problem.kind = kernels::FillKind::kValues;
  problem.values = values;
  const Argument to =
      temporary(lowering, DataType::kInt64, {Dim(static_cast<int64_t>(values.size()))});
  lowering.add_step(problem.to_problem(), {}, {to});
  return to;
}

Shape with_extent(Shape shape, size_t axis, const Dim& extent) {
  shape[axis] = extent;
  return shape;
}

DataType wide_type(DataType type) {
  const bool is_narrow = tensor::is_float(type) && tensor::bits_of(type) < 32;
  return is_narrow ? DataType::kFloat32 : type;
}

}  // namespace nightjar::lower::rules
