// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/network/fused_ops.h"
#include "engine/optimize/epilogue.h"
#include "engine/optimize/match.h"
#include "engine/optimize/pass.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;

/// A bias of a convolution adds one value a channel: [C, 1, …] or [1, C, 1, …].
std::optional<tensor::Dims> channel_bias_dims(const tensor::Dims& added,
                                              const tensor::Shape& output) {
  const auto channels = output[1].constant();
  const size_t missing = output.size() - added.size();
  if (!channels || added.size() > output.size() || added.size() + 1 < output.size()) {
    return std::nullopt;
  }
  for (size_t axis = 0; axis < added.size(); ++axis) {
    if (added[axis] != (axis + missing == 1 ? *channels : 1)) return std::nullopt;
  }
  return tensor::Dims{*channels};
}

/// A residual whose producer is a convolution waiting to be fused as well stays for that one: the
/// later of the two takes the Add.
bool fuse(Network& network, OpId id) {
  if (absorb_bias(network, id, channel_bias_dims)) return true;
  if (absorb_residual(network, id)) return true;
  return absorb_activation(network, id);
}

}  // namespace

Result<size_t> fuse_conv(Network& network) {
  size_t changes = 0;
  std::vector<OpId> order = network.topological_order();
  for (auto id = order.rbegin(); id != order.rend(); ++id) {
    if (!network.has_op(*id) || !is_type(network.op(*id), {"Conv", "FusedConv"})) continue;
    Op& op = network.op(*id);
    const std::string domain = op.domain, type = op.type;
    op.domain = network::kNightjarDomain;
    op.type = "FusedConv";
    if (fuse(network, *id)) {
      ++changes;
    } else {
      network.op(*id).domain = domain;
      network.op(*id).type = type;
    }
  }
  return changes;
}

}  // namespace nightjar::optimize
