// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/optimize/match.h"
#include "engine/optimize/quantized/quantization.h"
#include "engine/optimize/quantized/quantized_passes.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;

/// Ops that only move elements of input 0 or pick the largest: they mean the same on bytes.
bool moves_elements(const Op& op) {
  return op.domain.empty() && op.outputs.size() == 1 &&
         is_type(op, {"Reshape", "Transpose", "Squeeze", "Unsqueeze", "Flatten", "MaxPool", "Slice",
                      "DepthToSpace", "SpaceToDepth", "Expand", "Tile"});
}

TensorId add_bytes(Network& network, TensorId like, tensor::DataType type) {
  network::Tensor bytes;
  bytes.name = network.unique_name(network.tensor(like).name + ".bytes");
  bytes.desc = network.tensor(like).desc;
  bytes.desc.type = type;
  return network.add_tensor(std::move(bytes));
}

/// A copy of a QuantizeLinear or DequantizeLinear between other tensors.
void insert_copy(Network& network, Op op, TensorId from, TensorId to) {
  op.inputs[0] = from;
  op.outputs = {to};
  op.name = network.unique_name(op.name);
  network.insert_op(std::move(op));
}

/// op(dequantise(x)) = dequantise(op(x))
bool move_dequantize_down(Network& network, OpId id) {
  const Op op = network.op(id);
  if (!moves_elements(op)) return false;
  const auto source = dequantized(network, op.inputs[0]);
  if (!source) return false;
  const Op dequantize = network.op(source->op);
  const TensorId moved = add_bytes(network, op.outputs[0], source->quantization.type);
  network.remove_op(id);
  Op on_bytes = op;
  on_bytes.inputs[0] = source->bytes;
  on_bytes.outputs = {moved};
  network.insert_op(std::move(on_bytes));
  insert_copy(network, dequantize, moved, op.outputs[0]);
  return true;
}

/// quantise(op(x)) = op(quantise(x)), where nothing else reads op(x).
bool move_quantize_up(Network& network, OpId id) {
  const Op op = network.op(id);
  const bool joins = op.domain.empty() && is_type(op, {"Concat"});
  if (!joins && !moves_elements(op)) return false;
  const auto next = sole_quantize(network, op.outputs[0]);
  if (!next) return false;
  const Op quantize = network.op(next->op);
  network.remove_op(next->op);
  network.remove_op(id);
  Op on_bytes = op;
  on_bytes.outputs = quantize.outputs;
  const size_t moved_inputs = joins ? op.inputs.size() : 1;
  for (size_t i = 0; i < moved_inputs; ++i) {
    const TensorId bytes = add_bytes(network, op.inputs[i], next->quantization.type);
    insert_copy(network, quantize, op.inputs[i], bytes);
    on_bytes.inputs[i] = bytes;
  }
  network.insert_op(std::move(on_bytes));
  return true;
}

/// quantise(relu(x)) = quantise(x) where the smallest byte stands for zero.
bool drop_relu(Network& network, OpId id) {
  const Op op = network.op(id);
  if (!op.domain.empty() || !is_type(op, {"Relu"})) return false;
  const auto next = sole_quantize(network, op.outputs[0]);
  const int64_t smallest = next && next->quantization.type == tensor::DataType::kUInt8 ? 0 : -128;
  if (!next || next->quantization.zero != smallest) return false;
  merge_origins(network.op(next->op).origins, op.origins);
  network.set_op_input(next->op, 0, op.inputs[0]);
  network.remove_op(id);
  return true;
}

/// quantise(dequantise(x)) = x under equal numbers.
bool drop_round_trip(Network& network, OpId id) {
  const Op& op = network.op(id);
  if (!is_type(op, {"QuantizeLinear"}) || network.is_output(op.outputs[0])) return false;
  const auto wanted = quantization_of(network, op);
  const auto given = dequantized(network, op.inputs[0]);
  if (!wanted || !given || !(given->quantization == *wanted)) return false;
  network.replace_uses(op.outputs[0], given->bytes);
  network.remove_op(id);
  return true;
}

/// An op that does what an earlier reader of the same tensor does.
bool merge_with_twin(Network& network, OpId id) {
  const Op& op = network.op(id);
  const auto mine = quantization_of(network, op);
  if (!mine || network.is_output(op.outputs[0])) return false;
  for (const OpId other : network.consumers(op.inputs[0])) {
    if (other >= id || network.op(other).type != op.type) continue;
    const auto theirs = quantization_of(network, network.op(other));
    if (!theirs || !(*theirs == *mine)) continue;
    merge_origins(network.op(other).origins, op.origins);
    network.replace_uses(op.outputs[0], network.op(other).outputs[0]);
    network.remove_op(id);
    return true;
  }
  return false;
}

/// max_pool(quantise(x)) = quantise(max_pool(x)), which has fewer values to quantise.
bool pool_before_quantize(Network& network, OpId id) {
  const Op pool = network.op(id);
  const TensorId bytes = pool.inputs.empty() ? network::kAbsent : pool.inputs[0];
  if (!pool.domain.empty() || !is_type(pool, {"MaxPool"}) || pool.outputs.size() != 1) return false;
  const OpId before = producer_of_type(network, bytes, "QuantizeLinear");
  if (before == network::kNoOp || !quantization_of(network, network.op(before)) ||
      network.is_output(bytes) || network.consumers(bytes).size() != 1) {
    return false;
  }
  const Op quantize = network.op(before);
  const TensorId pooled = add_bytes(network, pool.outputs[0], tensor::DataType::kFloat32);
  network.remove_op(id);
  network.remove_op(before);
  Op on_floats = pool;
  on_floats.inputs[0] = quantize.inputs[0];
  on_floats.outputs = {pooled};
  network.insert_op(std::move(on_floats));
  insert_copy(network, quantize, pooled, pool.outputs[0]);
  return true;
}

}  // namespace

Result<size_t> quantize_behind_pools(Network& network) {
  size_t changes = 0;
  for (const OpId id : network.topological_order()) {
    if (network.has_op(id) && pool_before_quantize(network, id)) ++changes;
  }
  return changes;
}

Result<size_t> move_quantization(Network& network) {
  size_t changes = 0, before = 0;
  do {
    before = changes;
    for (const OpId id : network.topological_order()) {
      if (!network.has_op(id)) continue;
      const bool changed = merge_with_twin(network, id) || drop_round_trip(network, id) ||
                           drop_relu(network, id) || move_quantize_up(network, id) ||
                           move_dequantize_down(network, id);
      changes += changed ? 1 : 0;
    }
  } while (changes != before);
  return changes;
}

}  // namespace nightjar::optimize
