// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// FlexAttention: attention whose scores and probabilities pass through graphs of the model's own.
#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/onnx/upgrade/upgrade.h"

namespace nightjar::onnx {
namespace {

using network::TensorId;
using tensor::Attributes;
using tensor::DataType;

struct Heads {
  tensor::Shape q, k, v;
  DataType type = DataType::kUndefined;
  DataType inner = DataType::kUndefined;  ///< Of scores and probabilities.
};

Result<Heads> read_heads(Node& node, const Emitter& emit) {
  Heads heads;
  for (const auto& [index, shape] : {std::pair(size_t{0}, &heads.q), std::pair(size_t{1}, &heads.k),
                                     std::pair(size_t{2}, &heads.v)}) {
    NIGHTJAR_ASSIGN(const tensor::TensorDesc desc, need_described(node, emit, index));
    if (desc.shape.size() != 4) {
      return invalid_input("input " + std::to_string(index) + " has not four axes");
    }
    *shape = desc.shape;
    if (index == 0) heads.type = desc.type;
  }
  NIGHTJAR_ASSIGN(const auto precision, take_int(node, "softmax_precision"));
  const bool is_narrow = tensor::is_float(heads.type) && tensor::bits_of(heads.type) < 32;
  heads.inner = is_narrow ? DataType::kFloat32 : heads.type;
  if (precision) {
    const auto named = tensor::data_type_from_onnx(static_cast<int32_t>(*precision));
    if (!named || !tensor::is_float(*named)) {
      return invalid_input("attribute 'softmax_precision' is no floating type");
    }
    heads.inner = *named;
  }
  return heads;
}

Result<TensorId> cast(Emitter& emit, TensorId from, DataType type) {
  if (emit.tensor(from).desc.type == type) return from;
  Attributes attributes;
  attributes.set("to", static_cast<int64_t>(type));
  return emit.op("Cast", {from}, attributes);
}

/// Keys or values repeated for the query heads that share them.
Result<TensorId> repeated(Emitter& emit, TensorId from, const Heads& heads) {
  const auto query_heads = heads.q[1].constant(), key_heads = heads.k[1].constant();
  if (heads.q[1] == heads.k[1]) return from;
  if (!query_heads || !key_heads || *key_heads < 1 || *query_heads % *key_heads != 0) {
    return unsupported("the heads of queries and keys must be known, and divide");
  }
  const int64_t group = *query_heads / *key_heads;
  NIGHTJAR_ASSIGN(const TensorId apart, emit.op("Unsqueeze", {from, emit.integers("axis", {2})}));
  NIGHTJAR_ASSIGN(const TensorId many,
                  emit.op("Expand", {apart, emit.integers("group", {1, 1, group, 1, 1})}));
  // Extents of 0 are copied from the repeated tensor, which still has one axis more.
  Attributes from_start, from_end;
  from_start.set("end", int64_t{1});
  from_end.set("start", int64_t{-2});
  NIGHTJAR_ASSIGN(const TensorId batch, emit.op("Shape", {from}, from_start));
  NIGHTJAR_ASSIGN(const TensorId matrix, emit.op("Shape", {from}, from_end));
  Attributes axis;
  axis.set("axis", int64_t{0});
  NIGHTJAR_ASSIGN(const TensorId shape,
                  emit.op("Concat", {batch, emit.integers("heads", {*query_heads}), matrix}, axis));
  return emit.op("Reshape", {many, shape});
}

/// What one of the node's graphs makes of `from`; `from` itself without that graph. Captured values
/// stand behind the node's own three inputs, graph after graph.
Result<TensorId> modified(Node& node, Emitter& emit, const std::string& name, TensorId from) {
  const auto found = node.op.graphs.find(name);
  if (found == node.op.graphs.end()) return from;
  const auto counts = node.op.attributes.get_ints("captures");
  const auto place = static_cast<size_t>(std::distance(node.op.graphs.begin(), found));
  auto captured = node.op.inputs.end();
  for (size_t i = counts.size(); i-- > place;) captured -= counts[i];
  std::vector<TensorId> inputs = {from};
  inputs.insert(inputs.end(), captured, captured + counts[place]);
  NIGHTJAR_ASSIGN(const auto outputs, emit.inlined(*found->second, inputs));
  if (outputs.size() == 1) return outputs.front();
  return invalid_input("graph '" + name + "' has not one output");
}

Result<double> scale_of(Node& node, const Heads& heads) {
  NIGHTJAR_ASSIGN(const auto scale, take_float(node, "scale"));
  if (scale) return *scale;
  const auto depth = heads.q[3].constant();
  if (depth && *depth > 0) return 1 / std::sqrt(static_cast<double>(*depth));
  return unsupported("the depth of a head must be known, or the scale be given");
}

Status write_out(Node& node, Emitter& emit, const Heads& heads) {
  NIGHTJAR_ASSIGN(const double scale, scale_of(node, heads));
  NIGHTJAR_ASSIGN(TensorId keys, repeated(emit, node.op.inputs[1], heads));
  NIGHTJAR_ASSIGN(TensorId values, repeated(emit, node.op.inputs[2], heads));
  NIGHTJAR_ASSIGN(const TensorId queries, cast(emit, node.op.inputs[0], heads.inner));
  NIGHTJAR_ASSIGN(keys, cast(emit, keys, heads.inner));
  NIGHTJAR_ASSIGN(values, cast(emit, values, heads.inner));
  Attributes swap, last;
  swap.set("perm", std::vector<int64_t>{0, 1, 3, 2});
  last.set("axis", int64_t{-1});
  NIGHTJAR_ASSIGN(keys, emit.op("Transpose", {keys}, swap));
  NIGHTJAR_ASSIGN(TensorId scores, emit.op("MatMul", {queries, keys}));
  NIGHTJAR_ASSIGN(scores, emit.op("Mul", {scores, emit.scalar("scale", heads.inner, scale)}));
  NIGHTJAR_ASSIGN(scores, modified(node, emit, "score_mod", scores));
  NIGHTJAR_ASSIGN(scores, emit.op("Softmax", {scores}, last));
  NIGHTJAR_ASSIGN(scores, modified(node, emit, "prob_mod", scores));
  NIGHTJAR_ASSIGN(TensorId answer, emit.op("MatMul", {scores, values}));
  NIGHTJAR_ASSIGN(answer, cast(emit, answer, heads.type));
  node.outputs = {answer};
  return {};
}

/// Without graphs it is Attention.
Status flex_attention(Node& node, Emitter& emit) {
  NIGHTJAR_ASSIGN(const Heads heads, read_heads(node, emit));
  if (!node.op.graphs.empty()) return write_out(node, emit, heads);
  if (heads.inner == DataType::kFloat64) {
    node.op.attributes.set("softmax_precision", static_cast<int64_t>(heads.inner));
  }
  node.op.type = "Attention";
  node.op.domain.clear();
  return {};
}

}  // namespace

Status translate_preview(Node& node, Emitter& emit) {
  return node.op.type == "FlexAttention" ? flex_attention(node, emit) : Status();
}

}  // namespace nightjar::onnx
