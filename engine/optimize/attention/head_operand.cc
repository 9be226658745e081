// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/optimize/attention/head_operand.h"

#include "engine/optimize/attention/strided_view.h"
#include "engine/optimize/match.h"
#include "engine/optimize/renaming.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::TensorId;
using tensor::Dim;
using tensor::Shape;

std::optional<TensorId> added(Network& network, network::Op op, const std::string& name) {
  op.name = network.unique_name(name);
  auto outputs = network.add_op(std::move(op), 1);
  if (!outputs.ok()) return std::nullopt;
  return outputs->front();
}

/// Of the ops that are read through, or else of what made the tensor.
std::vector<std::string> origins_of(const Network& network, const StridedView& view) {
  std::vector<std::string> origins;
  for (const network::OpId id : view.ops) merge_origins(origins, network.op(id).origins);
  const network::OpId producer = network.tensor(view.root).producer;
  if (origins.empty() && producer != network::kNoOp) return network.op(producer).origins;
  return origins;
}

void swap_last(Shape& shape) { std::swap(shape[shape.size() - 1], shape[shape.size() - 2]); }

/// The columns of a row when the view is heads side by side in [B, S, columns].
std::optional<int64_t> row_of(const StridedView& view) {
  const bool has_rows = !(view.shape[2] == Dim(1));
  const auto row = (has_rows ? view.strides[2] : view.strides[0]).constant();
  const bool has_batch = !(view.shape[0] == Dim(1));
  if (!row || (has_batch && has_rows && !(view.strides[0] == view.shape[2] * Dim(*row)))) {
    return std::nullopt;
  }
  return row;
}

std::optional<HeadOperand> packed(Network& network, const StridedView& view) {
  const auto heads = view.shape[1].constant(), depth = view.shape[3].constant();
  const auto start = view.start.constant(), row = row_of(view);
  if (!heads || !depth || !start || !row || *heads < 1 || *depth < 1) return std::nullopt;
  const auto step = *heads == 1 ? depth : view.strides[1].constant();
  const bool is_dense = *depth == 1 || view.strides[3] == Dim(1);
  if (!is_dense || !step || *step < *depth || *start < 0) return std::nullopt;
  if (*start + (*heads - 1) * *step + *depth > *row) return std::nullopt;
  const Shape rows = {view.shape[0], view.shape[2], Dim(*row)};
  if (!(tensor::element_count(rows) == tensor::element_count(shape_of(network, view.root)))) {
    return std::nullopt;
  }
  const auto tensor = renamed(network, view.root, rows, origins_of(network, view));
  if (!tensor) return std::nullopt;
  return HeadOperand{*tensor, view.shape, true, *start, *step, view.factor, view.ops};
}

/// The root, when it has the heads in row-major order.
std::optional<HeadOperand> in_order(Network& network, const StridedView& view) {
  const Shape wanted = row_major(view.shape);
  for (size_t axis = 0; axis < wanted.size(); ++axis) {
    const bool moves = !(view.shape[axis] == Dim(1)) && !(view.strides[axis] == wanted[axis]);
    if (moves) return std::nullopt;
  }
  const bool is_whole =
      view.start == Dim(0) &&
      tensor::element_count(view.shape) == tensor::element_count(shape_of(network, view.root));
  const auto tensor =
      is_whole ? renamed(network, view.root, view.shape, origins_of(network, view)) : std::nullopt;
  if (!tensor) return std::nullopt;
  return HeadOperand{*tensor, view.shape, false, 0, 0, view.factor, view.ops};
}

/// The tensor as it is; a transposed one is moved.
std::optional<HeadOperand> as_given(Network& network, TensorId tensor, bool is_transposed,
                                    const std::vector<std::string>& origins) {
  if (is_transposed) {
    std::vector<int64_t> permutation(shape_of(network, tensor).size());
    for (size_t axis = 0; axis < permutation.size(); ++axis) {
      permutation[axis] = static_cast<int64_t>(axis);
    }
    std::swap(permutation[permutation.size() - 1], permutation[permutation.size() - 2]);
    network::Op transpose;
    transpose.type = "Transpose";
    transpose.origins = origins;
    transpose.inputs = {tensor};
    transpose.attributes.set("perm", permutation);
    const auto moved = added(network, std::move(transpose), network.tensor(tensor).name + ".keys");
    if (!moved) return std::nullopt;
    tensor = *moved;
  }
  Shape extents = shape_of(network, tensor);
  if (extents.size() == 3) extents.insert(extents.begin(), Dim(1));
  const auto apart = renamed(network, tensor, extents, origins);
  if (!apart) return std::nullopt;
  return HeadOperand{*apart, extents, false, 0, 0, 1, {}};
}

}  // namespace

std::optional<HeadOperand> head_operand(Network& network, TensorId tensor, bool is_transposed,
                                        bool takes_factors) {
  StridedView view = strided_view(network, tensor, takes_factors);
  if (view.shape.size() < 3 || view.shape.size() > 4) return std::nullopt;
  if (is_transposed) {
    swap_last(view.shape);
    swap_last(view.strides);
  }
  if (view.shape.size() == 3) {
    view.shape.insert(view.shape.begin(), Dim(1));
    view.strides.insert(view.strides.begin(), Dim(0));
  }
  if (auto operand = in_order(network, view)) return operand;
  if (auto operand = packed(network, view)) return operand;
  return as_given(network, tensor, is_transposed, origins_of(network, view));
}

}  // namespace nightjar::optimize
