// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>
#include <optional>

#include "engine/network/fused_ops.h"
#include "engine/optimize/match.h"
#include "engine/optimize/pass.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;
using tensor::HostTensor;

constexpr size_t kOperands = 3;

bool has(const Op& op, size_t input) {
  return op.inputs.size() > input && op.inputs[input] != network::kAbsent;
}

/// The product with constant weights that alone makes `tensor`, when it may be one of several.
OpId projection_of(const Network& network, TensorId tensor, OpId attention) {
  const OpId id = network.tensor(tensor).producer;
  if (id == network::kNoOp || shape_of(network, tensor).size() != 3) return network::kNoOp;
  if (network.is_output(tensor) || network.consumers(tensor) != std::vector<OpId>{attention}) {
    return network::kNoOp;
  }
  const Op& op = network.op(id);
  const bool is_fused = op.domain == network::kNightjarDomain && op.type == "FusedGemm";
  const bool is_plain = op.domain.empty() && op.type == "MatMul";
  if ((!is_fused && !is_plain) || has(op, 3) || op.attributes.get_int("transA", 0) != 0) {
    return network::kNoOp;
  }
  const auto& weights = network.tensor(op.inputs[1]).constant;
  if (!weights || weights->dims().size() != 2) return network::kNoOp;
  if (!has(op, 2)) return id;
  const auto& bias = network.tensor(op.inputs[2]).constant;
  return bias && bias->dims().size() == 1 ? id : network::kNoOp;
}

/// Whether both do the same to the same input, but for weights and bias.
bool go_together(const Network& network, const Op& a, const Op& b) {
  return a.inputs[0] == b.inputs[0] && a.type == b.type && a.attributes == b.attributes &&
         has(a, 2) == has(b, 2) &&
         network.tensor(a.inputs[1]).desc.type == network.tensor(b.inputs[1]).desc.type;
}

/// Matrices side by side, [K, N1 + N2 + …], row after row.
HostTensor side_by_side(const std::vector<const HostTensor*>& parts) {
  const int64_t rows = parts.front()->dims()[0];
  int64_t columns = 0;
  for (const HostTensor* part : parts) columns += part->dims()[1];
  HostTensor joined(parts.front()->type(), {rows, columns});
  std::byte* to = joined.bytes();
  for (int64_t row = 0; row < rows; ++row) {
    for (const HostTensor* part : parts) {
      const size_t bytes = part->byte_count() / static_cast<size_t>(rows);
      std::memcpy(to, part->bytes() + static_cast<size_t>(row) * bytes, bytes);
      to += bytes;
    }
  }
  return joined;
}

/// One behind the other along the first axis: biases, and transposed weights.
HostTensor one_after_another(const std::vector<const HostTensor*>& parts) {
  tensor::Dims dims = parts.front()->dims();
  dims[0] = 0;
  for (const HostTensor* part : parts) dims[0] += part->dims()[0];
  HostTensor joined(parts.front()->type(), dims);
  std::byte* to = joined.bytes();
  for (const HostTensor* part : parts) {
    std::memcpy(to, part->bytes(), part->byte_count());
    to += part->byte_count();
  }
  return joined;
}

std::vector<const HostTensor*> constants_of(const Network& network,
                                            const std::vector<OpId>& projections, size_t input) {
  std::vector<const HostTensor*> constants;
  for (const OpId id : projections) {
    constants.push_back(&*network.tensor(network.op(id).inputs[input]).constant);
  }
  return constants;
}

std::optional<TensorId> merged(Network& network, const std::vector<OpId>& projections) {
  Op op = network.op(projections.front());
  op.outputs.clear();
  op.origins.clear();
  for (const OpId id : projections) merge_origins(op.origins, network.op(id).origins);
  const auto parts = constants_of(network, projections, 1);
  const bool is_transposed = op.attributes.get_int("transB", 0) != 0;
  HostTensor weights = is_transposed ? one_after_another(parts) : side_by_side(parts);
  std::optional<HostTensor> bias;
  if (has(op, 2)) bias = one_after_another(constants_of(network, projections, 2));
  op.name = network.unique_name(op.name + ".merged");
  op.inputs[1] =
      network.add_constant(network.unique_name(op.name + ".weights"), std::move(weights));
  if (bias) {
    op.inputs[2] = network.add_constant(network.unique_name(op.name + ".bias"), std::move(*bias));
  }
  const auto outputs = network.add_op(std::move(op), 1);
  if (!outputs.ok()) return std::nullopt;
  return outputs->front();
}

/// The operands of `attention` by the projection that makes each, grouped by those that go
/// together.
std::vector<std::vector<size_t>> groups_of(const Network& network, OpId attention) {
  const Op& op = network.op(attention);
  std::vector<std::vector<size_t>> groups;
  for (size_t i = 0; i < kOperands; ++i) {
    const OpId id = projection_of(network, op.inputs[i], attention);
    if (id == network::kNoOp) continue;
    const auto fits = [&](const std::vector<size_t>& group) {
      const TensorId other = op.inputs[group.front()];
      return other != op.inputs[i] &&
             go_together(network, network.op(network.tensor(other).producer), network.op(id));
    };
    const auto group = std::find_if(groups.begin(), groups.end(), fits);
    if (group == groups.end()) {
      groups.push_back({i});
    } else {
      group->push_back(i);
    }
  }
  return groups;
}

bool merge(Network& network, OpId attention) {
  for (const auto& group : groups_of(network, attention)) {
    if (group.size() < 2) continue;
    std::vector<OpId> projections;
    for (const size_t operand : group) {
      projections.push_back(network.tensor(network.op(attention).inputs[operand]).producer);
    }
    const auto joined = merged(network, projections);
    if (!joined) continue;
    Op& op = network.op(attention);
    std::vector<int64_t> starts = op.attributes.get_ints("starts", {0, 0, 0});
    int64_t columns = 0;
    for (const size_t operand : group) {
      starts[operand] += columns;
      columns += *shape_of(network, op.inputs[operand]).back().constant();
      network.set_op_input(attention, operand, *joined);
    }
    op.attributes.set("starts", starts);
    return true;
  }
  return false;
}

}  // namespace

Result<size_t> merge_projections(Network& network) {
  size_t changes = 0;
  for (const OpId id : network.topological_order()) {
    const Op& op = network.op(id);
    const bool is_fused = op.domain == network::kNightjarDomain && op.type == "Attention";
    if (is_fused && merge(network, id)) ++changes;
  }
  return changes;
}

}  // namespace nightjar::optimize
