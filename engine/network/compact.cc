// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/network/network.h"

namespace nightjar::network {

void Network::compact() {
  std::vector<bool> wanted(tensors_.size(), false);
  const auto want = [&wanted](const std::vector<TensorId>& ids) {
    for (const TensorId id : ids) {
      if (id != kAbsent) wanted[static_cast<size_t>(id)] = true;
    }
  };
  want(inputs_);
  want(outputs_);
  std::erase_if(ops_, [](const auto& op) { return !op.has_value(); });
  for (const auto& op : ops_) {
    want(op->inputs);
    want(op->outputs);
  }

  std::vector<TensorId> renumbered(tensors_.size(), kAbsent);
  std::vector<Tensor> kept;
  for (size_t id = 0; id < tensors_.size(); ++id) {
    if (!wanted[id]) continue;
    renumbered[id] = static_cast<TensorId>(kept.size());
    kept.push_back(std::move(tensors_[id]));
    kept.back().producer = kNoOp;
  }
  tensors_ = std::move(kept);

  const auto renumber = [&renumbered](std::vector<TensorId>& ids) {
    for (TensorId& id : ids) {
      if (id != kAbsent) id = renumbered[static_cast<size_t>(id)];
    }
  };
  renumber(inputs_);
  renumber(outputs_);
  readers_.assign(tensors_.size(), {});
  for (size_t id = 0; id < ops_.size(); ++id) {
    renumber(ops_[id]->inputs);
    renumber(ops_[id]->outputs);
    for (const TensorId output : ops_[id]->outputs) {
      if (output != kAbsent) tensor(output).producer = static_cast<OpId>(id);
    }
    enter_reader(static_cast<OpId>(id));
  }
}

}  // namespace nightjar::network
