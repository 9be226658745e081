// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Concat(a, b, c) after Concat(a, b) reads the latter: what dense blocks spell out layer by layer
// is then copied once, or never where parts are written in place.
#include <algorithm>
#include <vector>

#include "engine/optimize/pass.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;

bool is_concat(const Op& op) { return op.domain.empty() && op.type == "Concat"; }

int64_t axis_of(const Network& network, const Op& op) {
  const int64_t axis = op.attributes.get_int("axis", 0);
  const auto rank = static_cast<int64_t>(network.tensor(op.outputs[0]).desc.shape.size());
  return axis < 0 ? axis + rank : axis;
}

/// Whether `inner` puts together, along the same axis, what `outer` begins with.
bool begins_with(const Network& network, const Op& outer, const Op& inner) {
  return inner.inputs.size() > 1 && inner.inputs.size() < outer.inputs.size() &&
         axis_of(network, inner) == axis_of(network, outer) &&
         std::equal(inner.inputs.begin(), inner.inputs.end(), outer.inputs.begin());
}

bool is_ours(const Network& network, const Op& op) {
  return is_concat(op) && network.tensor(op.outputs[0]).is_plain();
}

/// Reads the longest of `earlier` in place of what it puts together; all stand before `id`.
bool nest(Network& network, OpId id, const std::vector<Op>& earlier) {
  const Op* longest = nullptr;
  const Op before = network.op(id);
  for (const Op& inner : earlier) {
    if (!begins_with(network, before, inner)) continue;
    if (longest == nullptr || inner.inputs.size() > longest->inputs.size()) longest = &inner;
  }
  if (longest == nullptr) return false;
  std::vector<TensorId> inputs = {longest->outputs[0]};
  inputs.insert(inputs.end(),
                before.inputs.begin() + static_cast<std::ptrdiff_t>(longest->inputs.size()),
                before.inputs.end());
  network.set_op_inputs(id, std::move(inputs));
  return true;
}

}  // namespace

Result<size_t> nest_concats(Network& network) {
  size_t changes = 0;
  std::vector<Op> earlier;  // as they were: what each puts together
  for (const OpId id : network.topological_order()) {
    if (!is_ours(network, network.op(id))) continue;
    Op spelled_out = network.op(id);
    if (nest(network, id, earlier)) ++changes;
    earlier.push_back(std::move(spelled_out));
  }
  return changes;
}

}  // namespace nightjar::optimize
