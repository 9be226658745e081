// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/onnx/read/flex_attention.h"

#include <algorithm>
#include <cmath>

namespace nightjar::onnx {
namespace {

using network::TensorId;
using tensor::Attributes;

Attributes one_attribute(const std::string& name, tensor::AttributeValue value) {
  Attributes attributes;
  attributes.set(name, std::move(value));
  return attributes;
}

/// A tensor of keys or values with every head repeated for the queries that share it.
Result<TensorId> repeat_heads(Emitter& emit, TensorId tensor, TensorId query_heads, TensorId q) {
  Attributes batch = one_attribute("start", int64_t{0}), heads = one_attribute("start", int64_t{1});
  Attributes rest = one_attribute("start", int64_t{2});
  batch.set("end", int64_t{1});
  heads.set("end", int64_t{2});
  NIGHTJAR_ASSIGN(const TensorId batch_extent, emit.op("Shape", {q}, batch));
  NIGHTJAR_ASSIGN(const TensorId own_heads, emit.op("Shape", {tensor}, heads));
  NIGHTJAR_ASSIGN(const TensorId rest_extents, emit.op("Shape", {tensor}, rest));
  NIGHTJAR_ASSIGN(const TensorId repeats, emit.op("Div", {query_heads, own_heads}));
  NIGHTJAR_ASSIGN(const TensorId column,
                  emit.op("Unsqueeze", {tensor, emit.integers("group_axis", {2})}));
  const Attributes axis = one_attribute("axis", int64_t{0});
  NIGHTJAR_ASSIGN(const TensorId spread,
                  emit.op("Concat", {batch_extent, own_heads, repeats, rest_extents}, axis));
  NIGHTJAR_ASSIGN(const TensorId repeated, emit.op("Expand", {column, spread}));
  NIGHTJAR_ASSIGN(const TensorId joined,
                  emit.op("Concat", {batch_extent, query_heads, rest_extents}, axis));
  return emit.op("Reshape", {repeated, joined});
}

/// Scaled products of queries and keys; either gets the root of the scale, which keeps narrow
/// types in range.
Result<TensorId> scores_of(Emitter& emit, TensorId q, TensorId k, double scale) {
  const TensorId root = emit.scalar("root_scale", emit.tensor(q).desc.type, std::sqrt(scale));
  NIGHTJAR_ASSIGN(const TensorId queries, emit.op("Mul", {q, root}));
  NIGHTJAR_ASSIGN(const TensorId keys, emit.op("Mul", {k, root}));
  const Attributes swapped = one_attribute("perm", std::vector<int64_t>{0, 1, 3, 2});
  NIGHTJAR_ASSIGN(const TensorId columns, emit.op("Transpose", {keys}, swapped));
  return emit.op("MatMul", {queries, columns});
}

Result<TensorId> softmax_in(Emitter& emit, TensorId scores, std::optional<int64_t> precision) {
  const auto own = static_cast<int64_t>(emit.tensor(scores).desc.type);
  const Attributes last = one_attribute("axis", int64_t{-1});
  if (!precision || *precision == own) return emit.op("Softmax", {scores}, last);
  NIGHTJAR_ASSIGN(const TensorId wide, emit.op("Cast", {scores}, one_attribute("to", *precision)));
  NIGHTJAR_ASSIGN(const TensorId shares, emit.op("Softmax", {wide}, last));
  return emit.op("Cast", {shares}, one_attribute("to", own));
}

Result<TensorId> step_by_step(Node& node, Emitter& emit, const ApplyGraph& apply) {
  NIGHTJAR_ASSIGN(const auto named_scale, take_float(node, "scale"));
  NIGHTJAR_ASSIGN(const auto precision, take_int(node, "softmax_precision"));
  const TensorId q = node.op.inputs[0];
  NIGHTJAR_ASSIGN(const tensor::TensorDesc desc, need_described(node, emit, 0));
  if (desc.shape.size() != 4) return invalid_input("input 0 has not four axes");
  const auto head_size = desc.shape[3].constant();
  if (!named_scale && !head_size) return unsupported("the size of a head is open");
  const double scale = named_scale.value_or(
      1.0 / std::sqrt(static_cast<double>(std::max<int64_t>(1, head_size.value_or(1)))));
  if (!(scale > 0.0)) return unsupported("a scale that is not positive is not supported");
  Attributes heads = one_attribute("start", int64_t{1});
  heads.set("end", int64_t{2});
  NIGHTJAR_ASSIGN(const TensorId query_heads, emit.op("Shape", {q}, heads));
  NIGHTJAR_ASSIGN(const TensorId k, repeat_heads(emit, node.op.inputs[1], query_heads, q));
  NIGHTJAR_ASSIGN(const TensorId v, repeat_heads(emit, node.op.inputs[2], query_heads, q));
  NIGHTJAR_ASSIGN(TensorId scores, scores_of(emit, q, k, scale));
  NIGHTJAR_ASSIGN(scores, apply("score_mod", scores));
  NIGHTJAR_ASSIGN(TensorId shares, softmax_in(emit, scores, precision));
  NIGHTJAR_ASSIGN(shares, apply("prob_mod", shares));
  return emit.op("MatMul", {shares, v});
}

}  // namespace

bool is_flex_attention(const network::Op& op) {
  return op.domain == "ai.onnx.preview" && op.type == "FlexAttention";
}

Status expand_flex_attention(Node& node, Emitter& emit, bool has_graphs, const ApplyGraph& apply) {
  for (size_t i = 0; i < 3; ++i) {
    if (!has_input(node, i)) return invalid_input("input " + std::to_string(i) + " is missing");
  }
  if (!has_graphs) {
    NIGHTJAR_ASSIGN(const TensorId output,
                    emit.op("Attention", node.op.inputs, node.op.attributes));
    node.outputs = {output};
    return {};
  }
  NIGHTJAR_ASSIGN(const TensorId output, step_by_step(node, emit, apply));
  node.outputs = {output};
  return {};
}

}  // namespace nightjar::onnx
