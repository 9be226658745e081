// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/optimize/match.h"
#include "engine/optimize/pass.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;

/// The pads of every axis, begins before ends, when they put zeros around the image alone.
std::optional<std::vector<int64_t>> image_pads(const Network& network, const Op& pad) {
  const size_t rank = shape_of(network, pad.inputs[0]).size();
  const auto& constant = network.tensor(pad.inputs[1]).constant;
  const bool has_value = pad.inputs.size() > 2 && pad.inputs[2] != network::kAbsent;
  const bool has_axes = pad.inputs.size() > 3 && pad.inputs[3] != network::kAbsent;
  if (!constant || has_axes || rank < 3 || constant->count() != 2 * static_cast<int64_t>(rank) ||
      pad.attributes.get_string("mode", "constant") != "constant" ||
      (has_value && scalar_constant(network, pad.inputs[2]) != 0.0)) {
    return std::nullopt;
  }
  const std::vector<int64_t> pads = constant->to_integers();
  for (size_t i = 0; i < pads.size(); ++i) {
    if (pads[i] < 0 || (i % rank < 2 && pads[i] != 0)) return std::nullopt;
  }
  return pads;
}

bool fold_into(Network& network, OpId conv_id) {
  Op& conv = network.op(conv_id);
  const OpId pad_id = producer_of_type(network, conv.inputs[0], "Pad");
  if (pad_id == network::kNoOp || conv.attributes.get_string("auto_pad", "NOTSET") != "NOTSET") {
    return false;
  }
  const Op& pad = network.op(pad_id);
  const auto around = image_pads(network, pad);
  if (!around) return false;
  const size_t rank = around->size() / 2, spatial = rank - 2;
  std::vector<int64_t> pads =
      conv.attributes.get_ints("pads", std::vector<int64_t>(2 * spatial, 0));
  if (pads.size() != 2 * spatial) return false;
  for (size_t axis = 0; axis < spatial; ++axis) {
    pads[axis] += (*around)[axis + 2];
    pads[axis + spatial] += (*around)[axis + 2 + rank];
  }
  conv.attributes.set("pads", pads);
  network.set_op_input(conv_id, 0, pad.inputs[0]);
  merge_origins(conv.origins, pad.origins);
  return true;
}

}  // namespace

Result<size_t> fold_pad(Network& network) {
  size_t changes = 0;
  for (const OpId id : network.topological_order()) {
    const Op& op = network.op(id);
    if (op.domain.empty() && is_type(op, {"Conv"}) && fold_into(network, id)) ++changes;
  }
  return changes;
}

}  // namespace nightjar::optimize
