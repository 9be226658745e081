// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/optimize/attention/strided_view.h"

#include "engine/optimize/match.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;
using tensor::Dim;
using tensor::Shape;

/// Chains in models are short; a longer one is not worth following.
constexpr int kMaxDepth = 24;

bool is_one(const Dim& extent) { return extent == Dim(1); }

bool divides(const Dim& part, const Dim& whole) {
  return Dim::floor_div(whole, part) * part == whole;
}

/// The axes that are not of extent 1, in order.
std::vector<size_t> wide_axes(const Shape& shape) {
  std::vector<size_t> axes;
  for (size_t axis = 0; axis < shape.size(); ++axis) {
    if (!is_one(shape[axis])) axes.push_back(axis);
  }
  return axes;
}

std::optional<int64_t> axis_of(const Op& op, const char* name, int64_t fallback, size_t rank) {
  const int64_t axis = op.attributes.get_int(name, fallback);
  const auto count = static_cast<int64_t>(rank);
  if (axis < -count || axis >= count) return std::nullopt;
  return axis < 0 ? axis + count : axis;
}

bool rename(const Network& network, const Op& op, StridedView& view) {
  const Shape& wanted = shape_of(network, op.outputs[0]);
  const auto strides = regrouped_strides(view.shape, view.strides, wanted);
  if (!strides) return false;
  view.shape = wanted;
  view.strides = *strides;
  return true;
}

bool permute(const Op& op, StridedView& view) {
  const auto permutation = op.attributes.get_ints("perm");
  if (permutation.size() != view.shape.size()) return false;
  const Shape shape = view.shape, strides = view.strides;
  for (size_t i = 0; i < permutation.size(); ++i) {
    view.shape[i] = shape[static_cast<size_t>(permutation[i])];
    view.strides[i] = strides[static_cast<size_t>(permutation[i])];
  }
  return true;
}

bool cut_by_split(const Network& network, const Op& op, TensorId output, StridedView& view) {
  const auto axis = axis_of(op, "axis", 0, view.shape.size());
  if (!axis) return false;
  const auto at = static_cast<size_t>(*axis);
  for (const TensorId part : op.outputs) {
    if (part == network::kAbsent) return false;
    if (part == output) break;
    view.start = view.start + shape_of(network, part)[at] * view.strides[at];
  }
  view.shape = shape_of(network, output);
  return true;
}

std::optional<std::vector<int64_t>> constant_integers(const Network& network, const Op& op,
                                                      size_t input) {
  if (op.inputs.size() <= input || op.inputs[input] == network::kAbsent) return std::nullopt;
  const auto& constant = network.tensor(op.inputs[input]).constant;
  if (!constant || !tensor::is_integer(constant->type())) return std::nullopt;
  return constant->to_integers();
}

/// One axis, forwards, without skipping.
bool cut_by_slice(const Network& network, const Op& op, StridedView& view) {
  const auto starts = constant_integers(network, op, 1), axes = constant_integers(network, op, 3);
  const bool has_steps = op.inputs.size() > 4 && op.inputs[4] != network::kAbsent;
  if (!starts || !axes || starts->size() != 1 || axes->size() != 1) return false;
  if (has_steps && constant_integers(network, op, 4) != std::vector<int64_t>{1}) return false;
  const int64_t axis = axes->front(), start = starts->front();
  const auto rank = static_cast<int64_t>(view.shape.size());
  if (start < 0 || axis < -rank || axis >= rank) return false;
  const auto at = static_cast<size_t>(axis < 0 ? axis + rank : axis);
  const auto extent = view.shape[at].constant();
  if (!extent || start > *extent) return false;
  view.start = view.start + Dim(start) * view.strides[at];
  view.shape = shape_of(network, op.outputs[0]);
  return true;
}

/// One index: the axis goes, or stays with extent 1 where the index is a list.
bool pick_by_gather(const Network& network, const Op& op, StridedView& view) {
  const auto axis = axis_of(op, "axis", 0, view.shape.size());
  const auto index = constant_integers(network, op, 1);
  if (!axis || !index || index->size() != 1) return false;
  const auto at = static_cast<size_t>(*axis);
  const auto extent = view.shape[at].constant();
  if (!extent || index->front() < -*extent || index->front() >= *extent) return false;
  const int64_t position = index->front() < 0 ? index->front() + *extent : index->front();
  view.start = view.start + Dim(position) * view.strides[at];
  const size_t index_rank = shape_of(network, op.inputs[1]).size();
  if (index_rank > 1) return false;
  if (index_rank == 1) {
    view.shape[at] = Dim(1);
    return true;
  }
  view.shape.erase(view.shape.begin() + *axis);
  view.strides.erase(view.strides.begin() + *axis);
  return true;
}

/// The operand of a product with, or a quotient by, a scalar; and that factor.
std::optional<std::pair<TensorId, double>> scaling(const Network& network, const Op& op) {
  if (op.inputs.size() != 2) return std::nullopt;
  const bool divides = op.type == "Div";
  for (const size_t constant : {size_t{1}, size_t{0}}) {
    if (divides && constant == 0) break;
    const auto factor = scalar_constant(network, op.inputs[constant]);
    const TensorId other = op.inputs[1 - constant];
    const bool keeps_shape = factor && shape_of(network, other) == shape_of(network, op.outputs[0]);
    if (!keeps_shape || (divides && *factor == 0)) continue;
    return std::pair{other, divides ? 1 / *factor : *factor};
  }
  return std::nullopt;
}

/// `view` of the op's input becomes one of its output; false where strides cannot say it.
bool step_over(const Network& network, const Op& op, TensorId output, StridedView& view) {
  if (is_type(op, {"Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity"})) {
    return rename(network, op, view);
  }
  if (is_type(op, {"Transpose"})) return permute(op, view);
  if (is_type(op, {"Split"})) return cut_by_split(network, op, output, view);
  if (is_type(op, {"Slice"})) return cut_by_slice(network, op, view);
  return is_type(op, {"Gather"}) && pick_by_gather(network, op, view);
}

StridedView own_view(const Network& network, TensorId tensor) {
  const Shape& shape = shape_of(network, tensor);
  return {tensor, shape, row_major(shape), Dim(0), 1, {}};
}

StridedView follow(const Network& network, TensorId tensor, bool takes_factors, int depth) {
  const StridedView own = own_view(network, tensor);
  const OpId producer = network.tensor(tensor).producer;
  if (producer == network::kNoOp || depth == 0) return own;
  const Op& op = network.op(producer);
  if (!op.domain.empty() || op.inputs.empty() || op.inputs[0] == network::kAbsent ||
      !network.tensor(op.inputs[0]).is_plain()) {
    return own;
  }
  StridedView view;
  if (takes_factors && is_type(op, {"Mul", "Div"})) {
    const auto scaled = scaling(network, op);
    if (!scaled) return own;
    view = follow(network, scaled->first, takes_factors, depth - 1);
    view.factor *= scaled->second;
  } else {
    view = follow(network, op.inputs[0], takes_factors, depth - 1);
    if (!step_over(network, op, tensor, view)) return own;
  }
  view.ops.push_back(producer);
  return view;
}

}  // namespace

Shape row_major(const Shape& shape) {
  Shape strides(shape.size());
  Dim stride(1);
  for (size_t axis = shape.size(); axis-- > 0;) {
    strides[axis] = stride;
    stride = stride * shape[axis];
  }
  return strides;
}

std::optional<Shape> regrouped_strides(const Shape& shape, const Shape& strides,
                                       const Shape& wanted) {
  const auto from = wide_axes(shape), to = wide_axes(wanted);
  Shape regrouped(wanted.size(), Dim(0));
  size_t i = 0, j = 0;
  while (i < from.size() && j < to.size()) {
    // The shortest runs of axes on both sides that hold equally many elements.
    size_t i_end = i + 1, j_end = j + 1;
    Dim held = shape[from[i]], asked = wanted[to[j]];
    while (!(held == asked)) {
      if (j_end < to.size() && divides(asked, held)) {
        asked = asked * wanted[to[j_end++]];
      } else if (i_end < from.size()) {
        held = held * shape[from[i_end++]];
      } else {
        return std::nullopt;
      }
    }
    for (size_t k = i; k + 1 < i_end; ++k) {
      if (!(strides[from[k]] == strides[from[k + 1]] * shape[from[k + 1]])) return std::nullopt;
    }
    Dim stride = strides[from[i_end - 1]];
    for (size_t k = j_end; k-- > j;) {
      regrouped[to[k]] = stride;
      stride = stride * wanted[to[k]];
    }
    i = i_end;
    j = j_end;
  }
  if (i != from.size() || j != to.size()) return std::nullopt;
  return regrouped;
}

StridedView strided_view(const Network& network, TensorId tensor, bool takes_factors) {
  return follow(network, tensor, takes_factors, kMaxDepth);
}

}  // namespace nightjar::optimize
