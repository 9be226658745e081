// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/optimize/match.h"
#include "engine/optimize/pass.h"
#include "engine/optimize/renaming.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;
using Permutation = std::vector<int64_t>;

Permutation permutation_of(const Network& network, const Op& op) {
  Permutation permutation = op.attributes.get_ints("perm");
  if (permutation.empty()) {  // ONNX's default reverses the axes
    for (size_t axis = shape_of(network, op.inputs[0]).size(); axis-- > 0;) {
      permutation.push_back(static_cast<int64_t>(axis));
    }
  }
  return permutation;
}

/// transpose(transpose(x)) reads x directly.
bool merge_with_producer(Network& network, OpId id) {
  Op& op = network.op(id);
  const OpId producer = producer_of_type(network, op.inputs[0], "Transpose");
  if (producer == network::kNoOp) return false;
  const Permutation inner = permutation_of(network, network.op(producer));
  Permutation merged;
  for (const int64_t axis : permutation_of(network, op)) {
    merged.push_back(inner[static_cast<size_t>(axis)]);
  }
  op.attributes.set("perm", merged);
  network.set_op_input(id, 0, network.op(producer).inputs[0]);
  merge_origins(op.origins, network.op(producer).origins);
  return true;
}

/// Whether the axes that are not of extent 1 keep their order: no byte moves.
bool moves_no_bytes(const tensor::Shape& shape, const Permutation& permutation) {
  int64_t last = -1;
  for (const int64_t axis : permutation) {
    if (shape[static_cast<size_t>(axis)] == tensor::Dim(1)) continue;
    if (axis < last) return false;
    last = axis;
  }
  return true;
}

bool become_reshape(Network& network, OpId id) {
  const Op op = network.op(id);
  const tensor::Shape& to = shape_of(network, op.outputs[0]);
  if (!moves_no_bytes(shape_of(network, op.inputs[0]), permutation_of(network, op))) return false;
  const auto target = reshape_target(shape_of(network, op.inputs[0]), to);
  if (!target) return false;
  const auto rank = static_cast<int64_t>(target->size());
  Op reshape;
  reshape.type = "Reshape";
  reshape.name = op.name;
  reshape.origins = op.origins;
  reshape.inputs = {op.inputs[0],
                    network.add_constant(network.unique_name(op.name + ".shape"),
                                         tensor::HostTensor::of_int64({rank}, *target))};
  reshape.outputs = op.outputs;
  network.remove_op(id);
  network.insert_op(std::move(reshape));
  return true;
}

}  // namespace

Result<size_t> simplify_transposes(Network& network) {
  size_t changes = 0;
  for (const OpId id : network.topological_order()) {
    if (!network.has_op(id) || !is_type(network.op(id), {"Transpose"})) continue;
    if (merge_with_producer(network, id) || become_reshape(network, id)) ++changes;
  }
  return changes;
}

}  // namespace nightjar::optimize
