// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// movement.own.mapped.v1: each axis computes where it reads; runs of elements move as one.
#include "kernels/movement/movement_cuda.h"

#include <algorithm>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/cuda/cuda_tactic.h"
#include "kernels/movement/mapped_move.h"
#include "kernels/movement/movement.h"
#include "kernels/movement/movement_plain.h"

namespace nightjar::kernels {
namespace {

using cuda::Move;
using cuda::MoveAxis;
using cuda::Outside;
using tensor::Dims;

constexpr const char* kName = "movement.own.mapped.v1";

/// A move, which operands it connects, and how far into them.
struct Step {
  Move move;
  size_t input = 0, output = 0;
  int64_t input_offset = 0, output_offset = 0;  ///< Bytes.
};

bool is_plain(const MoveAxis& axis) {
  return axis.outside == Outside::kNever && axis.start == 0 && axis.step == 1;
}

/// Two neighbours that move as one.
bool continues(const MoveAxis& outer, const MoveAxis& inner) {
  return is_plain(outer) && is_plain(inner) && outer.from_extent == outer.extent &&
         inner.from_extent == inner.extent &&
         outer.from_stride == inner.from_stride * inner.extent &&
         outer.to_stride == inner.to_stride * inner.extent;
}

/// Whether all extents and strides allow elements twice as long.
bool can_widen(const std::vector<MoveAxis>& axes) {
  const MoveAxis& inner = axes.back();
  const bool is_run = inner.outside == Outside::kNever && inner.step == 1 &&
                      inner.from_stride == 1 && inner.to_stride == 1;
  if (!is_run || inner.extent % 2 != 0 || inner.start % 2 != 0) return false;
  return std::all_of(axes.begin(), axes.end() - 1, [](const MoveAxis& axis) {
    return axis.from_stride % 2 == 0 && axis.to_stride % 2 == 0;
  });
}

void widen(std::vector<MoveAxis>& axes) {
  for (size_t i = 0; i + 1 < axes.size(); ++i) {
    axes[i].from_stride /= 2;
    axes[i].to_stride /= 2;
  }
  axes.back().extent /= 2;
  axes.back().start /= 2;
}

/// Fewer axes and longer elements, where nothing but the place changes.
Move make_move(const std::vector<MoveAxis>& wanted, int64_t element_bytes, int64_t offsets) {
  std::vector<MoveAxis> axes;
  for (const MoveAxis& axis : wanted) {
    if (axis.extent == 1 && is_plain(axis)) continue;
    if (!axes.empty() && continues(axes.back(), axis)) {
      const int64_t extent = axes.back().extent * axis.extent;
      axes.back() = axis;
      axes.back().extent = axes.back().from_extent = extent;
    } else {
      axes.push_back(axis);
    }
  }
  if (axes.empty()) axes.push_back({1, 1, 1, 1});
  constexpr int64_t kWidest = 16;
  while (element_bytes < kWidest && offsets % (2 * element_bytes) == 0 && can_widen(axes)) {
    widen(axes);
    element_bytes *= 2;
  }
  Move move;
  move.element_bytes = static_cast<int32_t>(element_bytes);
  move.rank = static_cast<int32_t>(axes.size());
  move.count = 1;
  for (const MoveAxis& axis : axes) move.count *= axis.extent;
  std::copy(axes.begin(), axes.end(), move.axes);
  return move;
}

std::vector<MoveAxis> dense_axes(const Dims& from, const Dims& to) {
  const Dims from_strides = tensor::row_major_strides(from);
  const Dims to_strides = tensor::row_major_strides(to);
  std::vector<MoveAxis> axes;
  for (size_t i = 0; i < to.size(); ++i) {
    axes.push_back({to[i], from[i], from_strides[i], to_strides[i]});
  }
  return axes;
}

Step transpose_of(const MovementProblem& problem, int64_t bytes) {
  const Dims to = dims_of(problem.outputs[0]);
  const Dims strides = tensor::row_major_strides(dims_of(problem.inputs[0]));
  std::vector<MoveAxis> axes = dense_axes(to, to);
  for (size_t i = 0; i < axes.size(); ++i) {
    axes[i].from_stride = strides[static_cast<size_t>(problem.permutation[i])];
  }
  return {make_move(axes, bytes, 0)};
}

Step triangle_of(const MovementProblem& problem, int64_t bytes) {
  const Dims dims = dims_of(problem.outputs[0]);
  Step step;
  std::vector<MoveAxis> axes = dense_axes(dims, dims);
  step.move.element_bytes = static_cast<int32_t>(bytes);
  step.move.rank = static_cast<int32_t>(axes.size());
  step.move.count = tensor::element_count(dims);
  step.move.keep = problem.upper ? cuda::Keep::kUpper : cuda::Keep::kLower;
  step.move.diagonal =
      std::clamp(*problem.parameters[0].constant(), -dims[dims.size() - 2], dims.back());
  std::copy(axes.begin(), axes.end(), step.move.axes);
  return step;
}

/// The parts of a concat or a split, each a box of the whole.
std::vector<Step> parts_of(const MovementProblem& problem, int64_t bytes) {
  const bool is_concat = problem.kind == MovementKind::kConcat;
  const auto& parts = is_concat ? problem.inputs : problem.outputs;
  const auto row_of = [&](const tensor::TensorDesc& desc) {
    const Dims dims = dims_of(desc);
    return tensor::element_count(Dims(dims.begin() + problem.axis, dims.end()));
  };
  const int64_t whole = row_of(is_concat ? problem.outputs[0] : problem.inputs[0]);
  std::vector<Step> steps;
  int64_t offset = 0;
  for (size_t i = 0; i < parts.size(); ++i) {
    const Dims dims = dims_of(parts[i]);
    const int64_t row = row_of(parts[i]);
    const int64_t rows = tensor::element_count(Dims(dims.begin(), dims.begin() + problem.axis));
    const MoveAxis outer = {rows, rows, is_concat ? row : whole, is_concat ? whole : row};
    Step step{make_move({outer, {row, row, 1, 1}}, bytes, offset * bytes)};
    (is_concat ? step.input : step.output) = i;
    (is_concat ? step.output_offset : step.input_offset) = offset * bytes;
    steps.push_back(step);
    offset += row;
  }
  return steps;
}

Outside outside_of(const MovementProblem& problem) {
  if (problem.kind == MovementKind::kSlice) return Outside::kNever;
  if (problem.kind != MovementKind::kPad) return Outside::kWrap;
  switch (problem.mode) {
    case PadMode::kConstant:
      return Outside::kFill;
    case PadMode::kEdge:
      return Outside::kEdge;
    case PadMode::kReflect:
      return Outside::kReflect;
    case PadMode::kWrap:
      return Outside::kWrap;
  }
  return Outside::kFill;
}

/// Slice, pad, expand and tile.
Step mapped_of(const MovementProblem& problem, int64_t bytes) {
  const Dims to = dims_of(problem.outputs[0]);
  Dims from = dims_of(problem.inputs[0]);
  from.insert(from.begin(), to.size() - from.size(), 1);
  std::vector<MoveAxis> axes = dense_axes(from, to);
  const Outside outside = outside_of(problem);
  for (size_t i = 0; i < axes.size(); ++i) {
    MoveAxis& axis = axes[i];
    if (problem.kind == MovementKind::kSlice) {
      axis.start = *problem.parameters[i].constant();
      if (axis.start < 0) axis.start += axis.from_extent;
      axis.step = problem.steps[i];
    } else if (problem.kind == MovementKind::kPad) {
      axis.start = -*problem.parameters[i].constant();
    }
    const int64_t last = axis.start + (axis.extent - 1) * axis.step;
    const bool stays_inside = axis.start >= 0 && last < axis.from_extent;
    if (!stays_inside) axis.outside = axis.from_extent == 0 ? Outside::kFill : outside;
    // An axis of one element repeats without arithmetic.
    if (outside == Outside::kWrap && axis.from_extent == 1) {
      axis.outside = Outside::kNever;
      axis.from_stride = 0;
      axis.from_extent = axis.extent;
      axis.start = 0;
    }
  }
  Step step{make_move(axes, bytes, 0)};
  if (problem.kind == MovementKind::kPad && problem.inputs.size() > 1 &&
      step.move.element_bytes != bytes) {
    step.move = make_move(axes, bytes, bytes);
  }
  return step;
}

std::vector<Step> steps_of(const MovementProblem& problem) {
  const int64_t bytes = element_bytes(problem.outputs[0].type);
  switch (problem.kind) {
    case MovementKind::kTranspose:
      return {transpose_of(problem, bytes)};
    case MovementKind::kConcat:
    case MovementKind::kSplit:
      return parts_of(problem, bytes);
    case MovementKind::kTriangle:
      return {triangle_of(problem, bytes)};
    default:
      return {mapped_of(problem, bytes)};
  }
}

bool solves(const Problem& problem) {
  const auto movement = MovementProblem::from_problem(problem);
  return movement.ok() && movement->outputs[0].shape.size() <= Move::kMaxAxes;
}

Result<std::unique_ptr<Launchable>> open(const Problem& problem) {
  NIGHTJAR_ASSIGN(const MovementProblem movement, MovementProblem::from_problem(problem));
  const bool is_mapped =
      movement.kind == MovementKind::kSlice || movement.kind == MovementKind::kExpand;
  if (is_mapped) NIGHTJAR_TRY(movement::axis_maps(movement));
  const bool has_fill = movement.kind == MovementKind::kPad && movement.inputs.size() > 1;
  return make_launchable([steps = steps_of(movement),
                          has_fill](const LaunchArguments& arguments) mutable -> Status {
    for (Step& step : steps) {
      if (step.move.count == 0) continue;
      step.move.from =
          static_cast<const std::byte*>(arguments.inputs[step.input]) + step.input_offset;
      step.move.to = static_cast<std::byte*>(arguments.outputs[step.output]) + step.output_offset;
      step.move.fill = has_fill ? arguments.inputs[1] : nullptr;
      const int code = cuda::launch_move(step.move, arguments.stream->native());
      NIGHTJAR_TRY(cuda::launched(code, kName));
    }
    return {};
  });
}

}  // namespace

const Tactic* movement_cuda_tactic() {
  static const cuda::CudaFunctionTactic kTactic("movement", kName, solves, open);
  return &kTactic;
}

}  // namespace nightjar::kernels
