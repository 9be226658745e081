// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/optimize/match.h"
#include "engine/optimize/pass.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;

struct Gate {
  TensorId x = network::kAbsent;
  std::vector<OpId> ops;
};

/// The constant operand of a Mul, or of an Add, and the other one.
std::optional<std::pair<TensorId, double>> with_scalar(const Network& network, const Op& op) {
  for (const size_t constant : {size_t{1}, size_t{0}}) {
    const auto number = scalar_constant(network, op.inputs[constant]);
    const TensorId other = op.inputs[1 - constant];
    if (number && shape_of(network, other) == shape_of(network, op.outputs[0])) {
      return std::pair{other, *number};
    }
  }
  return std::nullopt;
}

/// clip(x + 3, 0, 6)
std::optional<Gate> match_clip(const Network& network, TensorId tensor) {
  const OpId clip = producer_of_type(network, tensor, "Clip");
  if (clip == network::kNoOp || network.op(clip).inputs.size() != 3) return std::nullopt;
  const Op& op = network.op(clip);
  const OpId add = producer_of_type(network, op.inputs[0], "Add");
  const bool has_bounds = scalar_constant(network, op.inputs[1]) == 0.0 &&
                          scalar_constant(network, op.inputs[2]) == 6.0;
  if (!has_bounds || add == network::kNoOp) return std::nullopt;
  const auto sum = with_scalar(network, network.op(add));
  if (!sum || sum->second != 3.0) return std::nullopt;
  return Gate{sum->first, {add, clip}};
}

bool is_a_sixth(double factor) { return factor > 0.16666 && factor < 0.16667; }

/// clip(x + 3, 0, 6) / 6, spelled out or as the HardSigmoid it is.
std::optional<Gate> match_gate(const Network& network, TensorId tensor) {
  const OpId product = producer_of_type(network, tensor, "Mul");
  if (product != network::kNoOp) {
    const auto scaled = with_scalar(network, network.op(product));
    if (!scaled || !is_a_sixth(scaled->second)) return std::nullopt;
    auto gate = match_clip(network, scaled->first);
    if (gate) gate->ops.push_back(product);
    return gate;
  }
  const OpId sigmoid = producer_of_type(network, tensor, "HardSigmoid");
  if (sigmoid == network::kNoOp) return std::nullopt;
  const Op& op = network.op(sigmoid);
  const bool fits = is_a_sixth(op.attributes.get_float("alpha", 0.2)) &&
                    op.attributes.get_float("beta", 0.5) == 0.5;
  return fits ? std::optional(Gate{op.inputs[0], {sigmoid}}) : std::nullopt;
}

/// x * gate(x), or x * clip(x + 3, 0, 6) before a sixth of it is taken.
std::optional<Gate> match_swish(const Network& network, const Op& product) {
  for (const size_t side : {size_t{0}, size_t{1}}) {
    const auto gate = match_gate(network, product.inputs[side]);
    if (gate && gate->x == product.inputs[1 - side]) return gate;
  }
  const auto scaled = with_scalar(network, product);
  if (!scaled || !is_a_sixth(scaled->second)) return std::nullopt;
  const OpId inner = producer_of_type(network, scaled->first, "Mul");
  if (inner == network::kNoOp) return std::nullopt;
  for (const size_t side : {size_t{0}, size_t{1}}) {
    auto gate = match_clip(network, network.op(inner).inputs[side]);
    if (!gate || gate->x != network.op(inner).inputs[1 - side]) continue;
    gate->ops.push_back(inner);
    return gate;
  }
  return std::nullopt;
}

void replace(Network& network, OpId last, const char* type, const Gate& gate) {
  Op& op = network.op(last);
  for (const OpId id : gate.ops) merge_origins(op.origins, network.op(id).origins);
  op.type = type;
  network.set_op_inputs(last, {gate.x});
  op.attributes = {};
  if (op.type == "HardSigmoid") {
    op.attributes.set("alpha", 1.0 / 6);
    op.attributes.set("beta", 0.5);
  }
}

bool recognise(Network& network, OpId id) {
  const Op& op = network.op(id);
  if (!op.domain.empty() || !is_type(op, {"Mul"}) || !network.tensor(op.outputs[0]).is_plain() ||
      !tensor::is_float(network.tensor(op.outputs[0]).desc.type)) {
    return false;
  }
  if (const auto swish = match_swish(network, op)) {
    replace(network, id, "HardSwish", *swish);
    return true;
  }
  const auto gate = match_gate(network, op.outputs[0]);
  if (!gate) return false;
  // With x behind it, it will be a HardSwish.
  for (const OpId reader : network.consumers(op.outputs[0])) {
    if (is_type(network.op(reader), {"Mul"}) && match_swish(network, network.op(reader))) {
      return false;
    }
  }
  replace(network, id, "HardSigmoid", *gate);
  return true;
}

}  // namespace

Result<size_t> recognise_hard_swish(Network& network) {
  size_t changes = 0;
  for (const OpId id : network.topological_order()) {
    if (recognise(network, id)) ++changes;
  }
  return changes;
}

}  // namespace nightjar::optimize
