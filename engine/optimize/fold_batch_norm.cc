// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "engine/optimize/match.h"
#include "engine/optimize/pass.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;
using tensor::HostTensor;

/// y = scale * x + shift per channel: what a BatchNormalization does at inference.
struct ChannelAffine {
  std::vector<double> scale, shift;
};

std::optional<ChannelAffine> affine_of(const Network& network, const Op& op) {
  std::vector<const HostTensor*> parameters;
  for (size_t i = 1; i < 5; ++i) {
    const auto& constant = network.tensor(op.inputs[i]).constant;
    if (!constant || !tensor::is_float(constant->type())) return std::nullopt;
    parameters.push_back(&*constant);
  }
  const double epsilon = op.attributes.get_float("epsilon", 1e-5);
  ChannelAffine affine;
  for (int64_t c = 0; c < parameters[0]->count(); ++c) {
    const double gamma = parameters[0]->value_at(c), beta = parameters[1]->value_at(c);
    const double mean = parameters[2]->value_at(c), variance = parameters[3]->value_at(c);
    affine.scale.push_back(gamma / std::sqrt(variance + epsilon));
    affine.shift.push_back(beta - mean * affine.scale.back());
  }
  return affine;
}

/// Weights of shape [O, …] scaled per output channel.
HostTensor scaled_weights(const HostTensor& weights, const ChannelAffine& affine) {
  HostTensor scaled(weights.type(), weights.dims());
  const int64_t per_channel = weights.count() / weights.dims()[0];
  for (int64_t i = 0; i < weights.count(); ++i) {
    const auto channel = static_cast<size_t>(i / per_channel);
    scaled.set_value(i, weights.value_at(i) * affine.scale[channel]);
  }
  return scaled;
}

HostTensor folded_bias(const HostTensor* bias, const ChannelAffine& affine, tensor::DataType type) {
  HostTensor folded(type, {static_cast<int64_t>(affine.scale.size())});
  for (size_t c = 0; c < affine.scale.size(); ++c) {
    const double before = bias == nullptr ? 0.0 : bias->value_at(static_cast<int64_t>(c));
    folded.set_value(static_cast<int64_t>(c), before * affine.scale[c] + affine.shift[c]);
  }
  return folded;
}

bool fold_into(Network& network, OpId conv_id, OpId norm_id) {
  const Op conv = network.op(conv_id), norm = network.op(norm_id);
  if (sole_consumer(network, conv.outputs[0]) != norm_id || norm.inputs.size() < 5) return false;
  for (size_t i = 1; i < norm.outputs.size(); ++i) {
    if (norm.outputs[i] != network::kAbsent) return false;
  }
  const bool has_bias = conv.inputs.size() > 2 && conv.inputs[2] != network::kAbsent;
  const auto& weights = network.tensor(conv.inputs[1]).constant;
  if (!weights || (has_bias && !network.tensor(conv.inputs[2]).constant)) return false;
  const auto affine = affine_of(network, norm);
  if (!affine) return false;

  const HostTensor* bias = has_bias ? &*network.tensor(conv.inputs[2]).constant : nullptr;
  const HostTensor new_bias = folded_bias(bias, *affine, weights->type());
  const HostTensor new_weights = scaled_weights(*weights, *affine);
  Op folded = conv;
  folded.inputs.resize(3, network::kAbsent);
  folded.inputs[1] = network.add_constant(network.unique_name(conv.name + ".weights"), new_weights);
  folded.inputs[2] = network.add_constant(network.unique_name(conv.name + ".bias"), new_bias);
  folded.outputs = {norm.outputs[0]};
  merge_origins(folded.origins, norm.origins);
  network.remove_op(norm_id);
  network.remove_op(conv_id);
  network.insert_op(std::move(folded));
  return true;
}

}  // namespace

Result<size_t> fold_batch_norm(Network& network) {
  size_t changes = 0;
  for (const OpId id : network.topological_order()) {
    if (!network.has_op(id) || !is_type(network.op(id), {"BatchNormalization"})) continue;
    const OpId conv = producer_of_type(network, network.op(id).inputs[0], "Conv");
    if (conv != network::kNoOp && fold_into(network, conv, id)) ++changes;
  }
  return changes;
}

}  // namespace nightjar::optimize
