// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <string_view>

#include "engine/optimize/pass.h"
#include "engine/optimize/quantized/quantization.h"
#include "engine/optimize/quantized/quantized_passes.h"
#include "engine/reference/reference.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;

/// Results larger than this stay computations: a plan should not grow by folding.
constexpr size_t kMaxFoldedBytes = size_t{64} << 20;

bool all_inputs_constant(const Network& network, const Op& op) {
  return std::all_of(op.inputs.begin(), op.inputs.end(), [&](TensorId input) {
    return input == network::kAbsent || network.tensor(input).constant.has_value();
  });
}

bool may_fold(const Network& network, const Op& op) {
  static constexpr std::array<std::string_view, 6> kRandom = {
      "RandomNormal",      "RandomUniform", "RandomNormalLike",
      "RandomUniformLike", "Multinomial",   "Bernoulli"};
  if (!op.graphs.empty() || std::find(kRandom.begin(), kRandom.end(), op.type) != kRandom.end()) {
    return false;
  }
  return std::all_of(op.outputs.begin(), op.outputs.end(), [&](TensorId output) {
    if (output == network::kAbsent) return true;
    if (!network.tensor(output).is_plain()) return false;
    const tensor::TensorDesc& desc = network.tensor(output).desc;
    const auto dims = tensor::constant_dims(desc.shape);
    if (!dims) return true;  // values decide, and they are known
    return tensor::bytes_for(desc.type, tensor::element_count(*dims)) <= kMaxFoldedBytes;
  });
}

void replace_by_constant(Network& network, TensorId tensor, tensor::HostTensor value) {
  const std::string name = network.unique_name(network.tensor(tensor).name);
  network.replace_uses(tensor, network.add_constant(name, std::move(value)));
}

Result<bool> fold_op(Network& network, OpId id) {
  const Op& op = network.op(id);
  std::vector<tensor::HostTensor> inputs;
  for (const TensorId input : op.inputs) {
    inputs.push_back(input == network::kAbsent ? tensor::HostTensor()
                                               : *network.tensor(input).constant);
  }
  auto outputs = reference::run_op(network, op, inputs);
  if (!outputs.ok()) return false;  // stays for the device, where its own error will name it
  for (const tensor::HostTensor& output : *outputs) {
    if (output.byte_count() > kMaxFoldedBytes) return false;
  }
  const std::vector<TensorId> ids = op.outputs;
  for (size_t i = 0; i < ids.size(); ++i) {
    if (ids[i] != network::kAbsent) replace_by_constant(network, ids[i], (*outputs)[i]);
  }
  network.remove_op(id);
  return true;
}

/// A shape computation whose elements all came out constant, whatever its inputs are.
bool fold_elements(Network& network, TensorId id) {
  const network::Tensor& tensor = network.tensor(id);
  const auto dims = tensor::constant_dims(tensor.desc.shape);
  if (!tensor.elements || !dims || tensor.constant) return false;
  tensor::HostTensor value(tensor.desc.type, *dims);
  for (size_t i = 0; i < tensor.elements->size(); ++i) {
    const auto element = (*tensor.elements)[i].constant();
    if (!element) return false;
    value.set_integer(static_cast<int64_t>(i), *element);
  }
  replace_by_constant(network, id, std::move(value));
  return true;
}

}  // namespace

Result<size_t> fold_constants(Network& network) {
  size_t changes = 0;
  for (const OpId id : network.topological_order()) {
    const Op& op = network.op(id);
    if (makes_weights(network, op)) continue;
    if (all_inputs_constant(network, op) && may_fold(network, op)) {
      NIGHTJAR_ASSIGN(const bool folded, fold_op(network, id));
      changes += folded ? 1 : 0;
      continue;
    }
    const bool single = op.outputs.size() == 1 && op.outputs[0] != network::kAbsent;
    if (single && fold_elements(network, op.outputs[0])) {
      network.remove_op(id);
      ++changes;
    }
  }
  return changes;
}

Result<size_t> fold_quantized_weights(Network& network) {
  size_t changes = 0;
  for (const OpId id : network.topological_order()) {
    if (!makes_weights(network, network.op(id)) || !may_fold(network, network.op(id))) continue;
    NIGHTJAR_ASSIGN(const bool folded, fold_op(network, id));
    changes += folded ? 1 : 0;
  }
  return changes;
}

}  // namespace nightjar::optimize
