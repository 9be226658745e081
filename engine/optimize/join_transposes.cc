// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/optimize/match.h"
#include "engine/optimize/pass.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;
using Permutation = std::vector<int64_t>;

/// Ops of one input that treat every element alike.
bool is_elementwise(const Op& op) {
  return op.domain.empty() &&
         is_type(op, {"Relu",       "Sigmoid",  "Tanh",  "HardSwish", "HardSigmoid", "LeakyRelu",
                      "Elu",        "Gelu",     "Erf",   "Exp",       "Log",         "Sqrt",
                      "Abs",        "Neg",      "Cast",  "Softplus",  "Softsign",    "Selu",
                      "Reciprocal", "Identity", "Floor", "Ceil",      "Celu",        "Mish"});
}

/// The elementwise ops, at least one, between `last` and the Transpose in front of them; empty when
/// there is none, or somebody else reads what is between.
std::vector<OpId> chain_behind_transpose(const Network& network, OpId last) {
  std::vector<OpId> chain;
  TensorId tensor = network.op(last).inputs[0];
  while (sole_consumer(network, tensor) != network::kNoOp) {
    const OpId id = network.tensor(tensor).producer;
    if (id == network::kNoOp) return {};
    const Op& op = network.op(id);
    if (op.domain.empty() && is_type(op, {"Transpose"})) {
      std::reverse(chain.begin(), chain.end());
      return chain;
    }
    if (!is_elementwise(op)) return {};
    chain.push_back(id);
    tensor = op.inputs[0];
  }
  return {};
}

/// The chain reads in front of the first Transpose, whose permutation the last one takes over.
bool join(Network& network, OpId last) {
  const std::vector<OpId> chain = chain_behind_transpose(network, last);
  if (chain.empty()) return false;
  const OpId first = network.tensor(network.op(chain.front()).inputs[0]).producer;
  const Permutation inner = network.op(first).attributes.get_ints("perm");
  const Permutation outer = network.op(last).attributes.get_ints("perm");
  if (inner.empty() || outer.empty()) return false;  // reversed axes, which nobody writes
  TensorId tensor = network.op(first).inputs[0];
  for (const OpId id : chain) {
    Op moved = network.op(id);
    moved.name = network.unique_name(moved.name);
    moved.inputs = {tensor};
    moved.outputs.clear();
    const auto outputs = network.add_op(std::move(moved), 1);
    if (!outputs.ok()) return false;
    tensor = outputs->front();
  }
  Permutation joined;
  for (const int64_t axis : outer) joined.push_back(inner[static_cast<size_t>(axis)]);
  Op& transpose = network.op(last);
  transpose.attributes.set("perm", joined);
  network.set_op_input(last, 0, tensor);
  merge_origins(transpose.origins, network.op(first).origins);
  for (const OpId id : chain) network.remove_op(id);
  network.remove_op(first);
  return true;
}

}  // namespace

Result<size_t> join_transposes(Network& network) {
  size_t changes = 0;
  for (const OpId id : network.topological_order()) {
    if (!network.has_op(id) || !is_type(network.op(id), {"Transpose"})) continue;
    if (join(network, id)) ++changes;
  }
  return changes;
}

}  // namespace nightjar::optimize
