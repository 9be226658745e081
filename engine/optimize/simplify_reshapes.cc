// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/optimize/match.h"
#include "engine/optimize/pass.h"
#include "engine/optimize/renaming.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;

/// The tensor that `tensor` is a renaming of; itself when it is none. Collects the ops between.
TensorId first_name(const Network& network, TensorId tensor, std::vector<OpId>& between) {
  for (OpId id = network.tensor(tensor).producer; id != network::kNoOp;
       id = network.tensor(tensor).producer) {
    const Op& op = network.op(id);
    if (!is_renaming(op) || !network.tensor(op.inputs[0]).is_plain()) break;
    between.push_back(id);
    tensor = op.inputs[0];
  }
  return tensor;
}

bool join_renamings(Network& network, OpId id) {
  const Op op = network.op(id);
  if (!network.tensor(op.outputs[0]).is_plain()) return false;
  std::vector<OpId> between;
  const TensorId source = first_name(network, op.inputs[0], between);
  if (between.empty()) return false;
  const TensorId before = op.outputs[0];
  std::vector<std::string> origins = op.origins;
  for (const OpId other : between) merge_origins(origins, network.op(other).origins);
  const auto after = renamed(network, source, shape_of(network, before), origins);
  if (!after) return false;
  network.remove_op(id);
  network.replace_uses(before, *after);
  return true;
}

}  // namespace

Result<size_t> simplify_reshapes(Network& network) {
  size_t changes = 0;
  for (const OpId id : network.topological_order()) {
    if (is_renaming(network.op(id)) && join_renamings(network, id)) ++changes;
  }
  return changes;
}

}  // namespace nightjar::optimize
