// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/optimize/match.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace nightjar::optimize {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;

OpId sole_consumer(const Network& network, TensorId tensor) {
  if (network.is_output(tensor)) return network::kNoOp;
  const std::vector<OpId> readers = network.consumers(tensor);
  if (readers.size() != 1) return network::kNoOp;
  const auto& inputs = network.op(readers.front()).inputs;
  return std::count(inputs.begin(), inputs.end(), tensor) == 1 ? readers.front() : network::kNoOp;
}

OpId producer_of_type(const Network& network, TensorId tensor, std::string_view type) {
  if (tensor == network::kAbsent) return network::kNoOp;
  const OpId producer = network.tensor(tensor).producer;
  if (producer == network::kNoOp || !is_type(network.op(producer), {type})) return network::kNoOp;
  return producer;
}

bool is_type(const Op& op, std::initializer_list<std::string_view> types) {
  return std::find(types.begin(), types.end(), op.type) != types.end();
}

std::optional<double> scalar_constant(const Network& network, TensorId tensor) {
  if (tensor == network::kAbsent) return std::nullopt;
  const auto& constant = network.tensor(tensor).constant;
  if (!constant || constant->count() != 1 || !tensor::is_float(constant->type())) {
    return std::nullopt;
  }
  return constant->value_at(0);
}

TensorId other_input(const Op& op, TensorId tensor) {
  return op.inputs[0] == tensor ? op.inputs[1] : op.inputs[0];
}

bool is_finite(const tensor::HostTensor& numbers) {
  for (int64_t i = 0; i < numbers.count(); ++i) {
    if (!std::isfinite(numbers.value_at(i))) return false;
  }
  return true;
}

const tensor::Shape& shape_of(const Network& network, TensorId tensor) {
  return network.tensor(tensor).desc.shape;
}

void merge_origins(std::vector<std::string>& into, const std::vector<std::string>& from) {
  into.reserve(into.size() + from.size());  // `known` looks into the strings where they lie
  std::unordered_set<std::string_view> known(into.begin(), into.end());
  for (const std::string& origin : from) {
    if (known.insert(origin).second) into.push_back(origin);
  }
}

}  // namespace nightjar::optimize
