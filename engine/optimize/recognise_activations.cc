// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numbers>

#include "engine/optimize/match.h"
#include "engine/optimize/pass.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;

bool is_close(std::optional<double> value, double wanted) {
  return value && std::abs(*value - wanted) < 1e-4 * std::abs(wanted);
}

/// x when `tensor` is x * factor, spelled as a product or a quotient; kAbsent otherwise.
TensorId scaled_by(const Network& network, TensorId tensor, double factor) {
  const OpId product = producer_of_type(network, tensor, "Mul");
  if (product != network::kNoOp) {
    const Op& op = network.op(product);
    if (is_close(scalar_constant(network, op.inputs[1]), factor)) return op.inputs[0];
    if (is_close(scalar_constant(network, op.inputs[0]), factor)) return op.inputs[1];
  }
  const OpId quotient = producer_of_type(network, tensor, "Div");
  if (quotient != network::kNoOp &&
      is_close(scalar_constant(network, network.op(quotient).inputs[1]), 1 / factor)) {
    return network.op(quotient).inputs[0];
  }
  return network::kAbsent;
}

/// The sole reader of `tensor` when it is of `type`.
OpId next_of_type(const Network& network, TensorId tensor, std::string_view type) {
  const OpId next = sole_consumer(network, tensor);
  return next != network::kNoOp && is_type(network.op(next), {type}) ? next : network::kNoOp;
}

/// A Gelu spelled out around one Erf or Tanh.
struct SpelledGelu {
  TensorId x = network::kAbsent;
  std::vector<OpId> chain;  ///< To the op whose output is the Gelu's.
  bool by_tanh = false;
};

/// (1 + erf) is multiplied by x and by one half, in any order.
std::optional<SpelledGelu> match_products(const Network& network, SpelledGelu match, OpId add) {
  const TensorId sum = network.op(add).outputs[0];
  const OpId first = next_of_type(network, sum, "Mul");
  if (first == network::kNoOp) return std::nullopt;
  match.chain.push_back(first);
  const TensorId factor = other_input(network.op(first), sum);
  if (factor != network::kAbsent && scaled_by(network, factor, 0.5) == match.x) return match;

  const TensorId product = network.op(first).outputs[0];
  const OpId second = next_of_type(network, product, "Mul");
  if (second == network::kNoOp) return std::nullopt;
  match.chain.push_back(second);
  const TensorId last_factor = other_input(network.op(second), product);
  const bool x_then_half =
      factor == match.x && is_close(scalar_constant(network, last_factor), 0.5);
  const bool half_then_x =
      is_close(scalar_constant(network, factor), 0.5) && last_factor == match.x;
  if (!x_then_half && !half_then_x) return std::nullopt;
  return match;
}

/// x when `tensor` is its cube; kAbsent otherwise.
TensorId cube_root(const Network& network, TensorId tensor) {
  const OpId power = producer_of_type(network, tensor, "Pow");
  if (power != network::kNoOp) {
    const Op& op = network.op(power);
    return is_close(scalar_constant(network, op.inputs[1]), 3.0) ? op.inputs[0] : network::kAbsent;
  }
  const OpId product = producer_of_type(network, tensor, "Mul");
  if (product == network::kNoOp) return network::kAbsent;
  for (const size_t side : {size_t{0}, size_t{1}}) {
    const TensorId x = network.op(product).inputs[1 - side];
    const OpId square = producer_of_type(network, network.op(product).inputs[side], "Mul");
    if (square == network::kNoOp) continue;
    const auto& factors = network.op(square).inputs;
    if (factors[0] == x && factors[1] == x) return x;
  }
  return network::kAbsent;
}

/// x when `tensor` is sqrt(2 / pi) * (x + 0.044715 * x^3); kAbsent otherwise.
TensorId inside_tanh(const Network& network, TensorId tensor) {
  const TensorId scaled = scaled_by(network, tensor, std::sqrt(2 / std::numbers::pi));
  const OpId sum = producer_of_type(network, scaled, "Add");
  if (sum == network::kNoOp) return network::kAbsent;
  for (const size_t side : {size_t{0}, size_t{1}}) {
    const TensorId x = network.op(sum).inputs[1 - side];
    const TensorId cube = scaled_by(network, network.op(sum).inputs[side], 0.044715);
    if (cube != network::kAbsent && cube_root(network, cube) == x) return x;
  }
  return network::kAbsent;
}

std::optional<SpelledGelu> match_gelu(const Network& network, OpId inner) {
  const Op& op = network.op(inner);
  const bool by_tanh = op.type == "Tanh";
  const TensorId x = by_tanh ? inside_tanh(network, op.inputs[0])
                             : scaled_by(network, op.inputs[0], std::sqrt(0.5));
  if (x == network::kAbsent) return std::nullopt;
  const TensorId output = op.outputs[0];
  const OpId add = next_of_type(network, output, "Add");
  if (add == network::kNoOp ||
      !is_close(scalar_constant(network, other_input(network.op(add), output)), 1.0)) {
    return std::nullopt;
  }
  return match_products(network, {x, {inner, add}, by_tanh}, add);
}

/// A constant of one element may still have more axes than x.
bool adds_axes(const Network& network, const SpelledGelu& match) {
  return shape_of(network, network.op(match.chain.back()).outputs[0]) != shape_of(network, match.x);
}

void replace_by_gelu(Network& network, const SpelledGelu& match) {
  Op gelu;
  gelu.type = "Gelu";
  gelu.name = network.op(match.chain.front()).name;
  gelu.inputs = {match.x};
  if (match.by_tanh) gelu.attributes.set("approximate", std::string("tanh"));
  gelu.outputs = network.op(match.chain.back()).outputs;
  for (const OpId id : match.chain) {
    merge_origins(gelu.origins, network.op(id).origins);
    network.remove_op(id);
  }
  network.insert_op(std::move(gelu));
}

}  // namespace

Result<size_t> recognise_activations(Network& network) {
  size_t changes = 0;
  for (const OpId id : network.topological_order()) {
    if (!network.has_op(id) || !is_type(network.op(id), {"Erf", "Tanh"})) continue;
    const auto match = match_gelu(network, id);
    if (!match || adds_axes(network, *match)) continue;
    replace_by_gelu(network, *match);
    ++changes;
  }
  return changes;
}

}  // namespace nightjar::optimize
