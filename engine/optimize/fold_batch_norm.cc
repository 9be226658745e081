// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/optimize/channel_affine.h"
#include "engine/optimize/match.h"
#include "engine/optimize/pass.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;
using tensor::HostTensor;

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

bool fold_into(Network& network, OpId conv_id, OpId affine_id, const ChannelAffine& affine) {
  const Op conv = network.op(conv_id), folding = network.op(affine_id);
  if (sole_consumer(network, conv.outputs[0]) != affine_id) return false;
  const bool has_bias = conv.inputs.size() > 2 && conv.inputs[2] != network::kAbsent;
  const auto& weights = network.tensor(conv.inputs[1]).constant;
  if (!weights || (has_bias && !network.tensor(conv.inputs[2]).constant)) return false;
  if (!tensor::is_float(weights->type()) || weights->count() == 0) return false;

  const HostTensor* bias = has_bias ? &*network.tensor(conv.inputs[2]).constant : nullptr;
  const HostTensor new_bias = folded_bias(bias, affine, weights->type());
  const HostTensor new_weights = scaled_weights(*weights, affine);
  // Zero times infinity is no number, and half precision overflows soon.
  if (!is_finite(new_weights) || !is_finite(new_bias)) return false;
  Op folded = conv;
  folded.inputs.resize(3, network::kAbsent);
  folded.inputs[1] = network.add_constant(network.unique_name(conv.name + ".weights"), new_weights);
  folded.inputs[2] = network.add_constant(network.unique_name(conv.name + ".bias"), new_bias);
  folded.outputs = {folding.outputs[0]};
  merge_origins(folded.origins, folding.origins);
  network.remove_op(affine_id);
  network.remove_op(conv_id);
  network.insert_op(std::move(folded));
  return true;
}

}  // namespace

Result<size_t> fold_batch_norm(Network& network) {
  size_t changes = 0;
  for (const OpId id : network.topological_order()) {
    if (!network.has_op(id)) continue;
    const auto affine = channel_affine(network, network.op(id));
    if (!affine) continue;
    const OpId conv = producer_of_type(network, affine->x, "Conv");
    if (conv != network::kNoOp && fold_into(network, conv, id, *affine)) ++changes;
  }
  return changes;
}

}  // namespace nightjar::optimize
