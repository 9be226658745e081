// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/reference/walk.h"

#include <fmt/format.h>

namespace nightjar::reference {

using network::Network;

Network in_row_major(const Network& network) {
  Network logical = network;
  for (size_t id = 0; id < logical.tensor_count(); ++id) {
    logical.tensor(static_cast<network::TensorId>(id)).desc.layout = tensor::Layout::kRowMajor;
  }
  return logical;
}

Result<tensor::SymbolValues> bind_inputs(const Network& network, const TensorsByName& inputs) {
  tensor::SymbolValues symbols;
  for (const network::TensorId id : network.inputs()) {
    const network::Tensor& wanted = network.tensor(id);
    const auto found = inputs.find(wanted.name);
    if (found == inputs.end()) {
      return invalid_input(
          fmt::format("input '{}' ({}) is missing.", wanted.name, tensor::to_string(wanted.desc)));
    }
    const tensor::HostTensor& given = found->second;
    if (given.type() != wanted.desc.type) {
      return invalid_input(fmt::format("input '{}' should be {} but is {}.", wanted.name,
                                       tensor::name_of(wanted.desc.type),
                                       tensor::name_of(given.type())));
    }
    const Status bound = tensor::bind_symbols(wanted.desc.shape, given.dims(), symbols);
    if (!bound.ok()) return bound.error().in(fmt::format("input '{}'", wanted.name));
  }
  return symbols;
}

std::vector<size_t> last_reads(const Network& network, const std::vector<network::OpId>& order) {
  std::vector<size_t> last(network.tensor_count(), 0);
  for (size_t position = 0; position < order.size(); ++position) {
    for (const network::TensorId id : network.op(order[position]).inputs) {
      if (id != network::kAbsent) last[static_cast<size_t>(id)] = position;
    }
  }
  for (const network::TensorId id : network.outputs()) {
    last[static_cast<size_t>(id)] = order.size();
  }
  return last;
}

}  // namespace nightjar::reference
