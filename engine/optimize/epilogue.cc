// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/optimize/epilogue.h"

#include <limits>

#include "engine/optimize/match.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;

std::optional<double> bound(const Network& network, const Op& op, size_t input, double absent) {
  if (op.inputs.size() <= input || op.inputs[input] == network::kAbsent) return absent;
  return scalar_constant(network, op.inputs[input]);
}

std::optional<ActivationAttributes> clip_of(const Network& network, const Op& op) {
  constexpr double kLargest = std::numeric_limits<float>::max();
  const auto low = bound(network, op, 1, -kLargest), high = bound(network, op, 2, kLargest);
  if (!low || !high) return std::nullopt;
  return ActivationAttributes{"clip", *low, *high};
}

bool may_absorb(const Op& fused, size_t operand) {
  return fused.attributes.get_string("activation", "").empty() &&
         (fused.inputs.size() <= operand || fused.inputs[operand] == network::kAbsent);
}

/// `fused` writes what `last` wrote; the ops between are gone.
void take_over(Network& network, OpId fused_id, const std::vector<OpId>& absorbed) {
  Op fused = network.op(fused_id);
  fused.outputs = network.op(absorbed.back()).outputs;
  for (const OpId id : absorbed) {
    merge_origins(fused.origins, network.op(id).origins);
    network.remove_op(id);
  }
  network.remove_op(fused_id);
  network.insert_op(std::move(fused));
}

/// x * sigmoid(x): the two readers of `tensor`, in that order of work.
std::vector<OpId> match_silu(const Network& network, TensorId tensor) {
  if (network.is_output(tensor)) return {};
  const std::vector<OpId> readers = network.consumers(tensor);
  if (readers.size() != 2) return {};
  const bool first_is_sigmoid = is_type(network.op(readers[0]), {"Sigmoid"});
  const OpId sigmoid = first_is_sigmoid ? readers[0] : readers[1];
  const OpId product = first_is_sigmoid ? readers[1] : readers[0];
  if (!is_type(network.op(sigmoid), {"Sigmoid"}) || !is_type(network.op(product), {"Mul"})) {
    return {};
  }
  const TensorId gate = network.op(sigmoid).outputs[0];
  if (sole_consumer(network, gate) != product) return {};
  if (other_input(network.op(product), gate) != tensor) return {};
  return {sigmoid, product};
}

}  // namespace

std::optional<ActivationAttributes> activation_of(const Network& network, const Op& op) {
  if (!op.domain.empty()) return std::nullopt;
  const auto alpha = [&](double fallback) { return op.attributes.get_float("alpha", fallback); };
  const auto beta = [&](double fallback) { return op.attributes.get_float("beta", fallback); };
  if (op.type == "Relu") return ActivationAttributes{"relu"};
  if (op.type == "Clip") return clip_of(network, op);
  if (op.type == "Sigmoid") return ActivationAttributes{"sigmoid"};
  if (op.type == "Tanh") return ActivationAttributes{"tanh"};
  if (op.type == "HardSwish") return ActivationAttributes{"hard_swish"};
  if (op.type == "HardSigmoid") return ActivationAttributes{"hard_sigmoid", alpha(0.2), beta(0.5)};
  if (op.type == "LeakyRelu") return ActivationAttributes{"leaky_relu", alpha(0.01)};
  if (op.type == "Elu") return ActivationAttributes{"elu", alpha(1.0)};
  if (op.type == "Gelu") {
    const bool by_tanh = op.attributes.get_string("approximate", "none") == "tanh";
    return ActivationAttributes{by_tanh ? "gelu_tanh" : "gelu"};
  }
  return std::nullopt;
}

bool absorb_activation(Network& network, OpId fused) {
  if (!network.op(fused).attributes.get_string("activation", "").empty()) return false;
  const TensorId output = network.op(fused).outputs[0];
  ActivationAttributes activation{"silu"};
  std::vector<OpId> absorbed = match_silu(network, output);
  if (absorbed.empty()) {
    const OpId next = sole_consumer(network, output);
    if (next == network::kNoOp || network.op(next).inputs[0] != output) return false;
    const auto found = activation_of(network, network.op(next));
    if (!found) return false;
    activation = *found;
    absorbed = {next};
  }
  tensor::Attributes& attributes = network.op(fused).attributes;
  attributes.set("activation", activation.name);
  attributes.set("alpha", activation.alpha);
  attributes.set("beta", activation.beta);
  take_over(network, fused, absorbed);
  return true;
}

bool absorb_residual(Network& network, OpId fused) {
  if (!may_absorb(network.op(fused), 3)) return false;
  const TensorId output = network.op(fused).outputs[0];
  const OpId add = sole_consumer(network, output);
  if (add == network::kNoOp || !is_type(network.op(add), {"Add"})) return false;
  const TensorId residual = other_input(network.op(add), output);
  if (network.tensor(residual).constant ||
      network.tensor(residual).desc != network.tensor(output).desc) {
    return false;
  }
  network.set_op_input(fused, 3, residual);
  take_over(network, fused, {add});
  return true;
}

bool absorb_bias(Network& network, OpId fused,
                 std::optional<tensor::Dims> (*bias_dims)(const tensor::Dims& added,
                                                          const tensor::Shape& output)) {
  if (!may_absorb(network.op(fused), 2)) return false;
  const bool has_residual =
      network.op(fused).inputs.size() > 3 && network.op(fused).inputs[3] != network::kAbsent;
  const TensorId output = network.op(fused).outputs[0];
  const OpId add = sole_consumer(network, output);
  if (has_residual || add == network::kNoOp || !is_type(network.op(add), {"Add"})) return false;
  const TensorId added = other_input(network.op(add), output);
  if (added == network::kAbsent || !network.tensor(added).constant) return false;
  if (shape_of(network, network.op(add).outputs[0]) != shape_of(network, output)) return false;
  const tensor::HostTensor value = *network.tensor(added).constant;
  const auto dims = bias_dims(value.dims(), shape_of(network, output));
  if (!dims) return false;
  const std::string name = network.unique_name(network.op(fused).name + ".bias");
  const TensorId bias = network.add_constant(name, value.reshaped(*dims));
  network.set_op_input(fused, 2, bias);
  take_over(network, fused, {add});
  return true;
}

}  // namespace nightjar::optimize
