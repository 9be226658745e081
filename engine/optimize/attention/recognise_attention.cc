// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/network/fused_ops.h"
#include "engine/optimize/attention/attention_mask.h"
#include "engine/optimize/attention/attention_pattern.h"
#include "engine/optimize/attention/head_operand.h"
#include "engine/optimize/match.h"
#include "engine/optimize/pass.h"
#include "engine/optimize/renaming.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;
using tensor::Dim;

struct Operands {
  HeadOperand q, k, v;
};

std::optional<Operands> operands_of(Network& network, const AttentionPattern& pattern) {
  const auto q = head_operand(network, pattern.q, false, true);
  const auto k = head_operand(network, pattern.k, true, true);
  const auto v = head_operand(network, pattern.v, false, false);
  if (!q || !k || !v) return std::nullopt;
  return Operands{*q, *k, *v};
}

/// The Transpose that alone reads the answer and brings the heads of a token side by side.
OpId joining_transpose(const Network& network, TensorId answer) {
  const OpId next = sole_consumer(network, answer);
  if (next == network::kNoOp || !is_type(network.op(next), {"Transpose"})) return network::kNoOp;
  const auto permutation = network.op(next).attributes.get_ints("perm");
  const bool joins = permutation == std::vector<int64_t>{0, 2, 1, 3} ||
                     permutation == std::vector<int64_t>{1, 0, 2};
  return joins ? next : network::kNoOp;
}

/// Says what packed operands leave unsaid; false when that is not known.
bool describe_heads(const Operands& operands, Op& fused) {
  const auto heads = operands.q.extents[1].constant(), groups = operands.k.extents[1].constant();
  const auto depth = operands.q.extents[3].constant(), width = operands.v.extents[3].constant();
  if (!heads || !groups || !depth || !width) return false;
  fused.attributes.set("heads", *heads);
  fused.attributes.set("groups", *groups);
  fused.attributes.set("depth", *depth);
  fused.attributes.set("width", *width);
  const auto step_of = [](const HeadOperand& operand, int64_t columns) {
    return operand.is_packed ? operand.step : columns;
  };
  const auto &q = operands.q, &k = operands.k, &v = operands.v;
  fused.attributes.set("starts", std::vector<int64_t>{q.start, k.start, v.start});
  fused.attributes.set(
      "steps", std::vector<int64_t>{step_of(q, *depth), step_of(k, *depth), step_of(v, *width)});
  return true;
}

void collect_origins(const Network& network, const AttentionPattern& pattern,
                     const Operands& operands, Op& fused) {
  for (const OpId id : pattern.ops) merge_origins(fused.origins, network.op(id).origins);
  for (const HeadOperand* operand : {&operands.q, &operands.k, &operands.v}) {
    for (const OpId id : operand->ops) merge_origins(fused.origins, network.op(id).origins);
  }
}

bool fuse(Network& network, const AttentionPattern& pattern) {
  const auto operands = operands_of(network, pattern);
  if (!operands) return false;
  const auto mask = fused_mask(network, pattern);
  if (!mask) return false;
  Op fused;
  fused.domain = network::kNightjarDomain;
  fused.type = "Attention";
  fused.name = network.unique_name(network.op(pattern.ops.front()).name);
  fused.inputs = {operands->q.tensor, operands->k.tensor, operands->v.tensor, mask->tensor};
  fused.attributes.set("scale", pattern.scale * operands->q.factor * operands->k.factor);
  if (mask->causal) fused.attributes.set("causal", int64_t{1});
  collect_origins(network, pattern, *operands, fused);
  const bool has_packed = operands->q.is_packed || operands->k.is_packed || operands->v.is_packed;
  const bool is_described = describe_heads(*operands, fused);
  if (has_packed && !is_described) return false;
  TensorId replaced = pattern.y;
  if (const OpId join = joining_transpose(network, pattern.y);
      join != network::kNoOp && is_described) {
    fused.attributes.set("packed", int64_t{1});
    merge_origins(fused.origins, network.op(join).origins);
    replaced = network.op(join).outputs[0];
  }
  const std::vector<std::string> origins = fused.origins;
  auto answer = network.add_op(std::move(fused), 1);
  if (!answer.ok()) return false;
  const auto renamed_answer =
      renamed(network, answer->front(), shape_of(network, replaced), origins);
  if (!renamed_answer) return false;
  network.replace_uses(replaced, *renamed_answer);
  return true;
}

}  // namespace

Result<size_t> recognise_attention(Network& network) {
  size_t changes = 0;
  for (const OpId id : network.topological_order()) {
    const auto pattern = match_attention(network, id);
    // What a failed try has added is read by nobody.
    if (pattern && fuse(network, *pattern)) ++changes;
  }
  return changes;
}

}  // namespace nightjar::optimize
