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

bool keeps_description(const Network& network, const Op& op) {
  return network.tensor(op.inputs[0]).desc == network.tensor(op.outputs[0]).desc;
}

bool is_identity_permutation(const Op& op) {
  const auto permutation = op.attributes.get_ints("perm");
  return !permutation.empty() && std::is_sorted(permutation.begin(), permutation.end());
}

bool is_zero_padding(const Network& network, const Op& op) {
  const auto& pads = network.tensor(op.inputs[1]).constant;
  if (!pads) return false;
  const auto values = pads->to_integers();
  return std::all_of(values.begin(), values.end(), [](int64_t pad) { return pad == 0; });
}

bool passes_through(const Network& network, const Op& op) {
  if (!op.domain.empty()) return false;
  if (is_type(op, {"Identity"})) return true;
  if (is_type(op, {"Dropout"})) return op.outputs.size() == 1 || op.outputs[1] == network::kAbsent;
  if (is_type(op, {"Cast", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Expand"})) {
    return keeps_description(network, op);
  }
  if (is_type(op, {"Transpose"})) return is_identity_permutation(op);
  if (is_type(op, {"Pad"})) return is_zero_padding(network, op);
  return is_type(op, {"Concat", "Sum", "Max", "Min", "Mean"}) && op.inputs.size() == 1;
}

}  // namespace

Result<size_t> remove_identities(Network& network) {
  size_t changes = 0;
  for (const OpId id : network.topological_order()) {
    const Op& op = network.op(id);
    if (!passes_through(network, op)) continue;
    const TensorId from = op.outputs[0], to = op.inputs[0];
    network.remove_op(id);
    network.replace_uses(from, to);
    ++changes;
  }
  return changes;
}

}  // namespace nightjar::optimize
