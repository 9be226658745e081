// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Attention with its projection and MultiHeadAttention as ONNX's own Attention.
#include <algorithm>

#include "engine/onnx/upgrade/microsoft/heads.h"
#include "engine/onnx/upgrade/microsoft/microsoft.h"

namespace nightjar::onnx {
namespace {

using network::kAbsent;
using network::TensorId;
using tensor::Attributes;
using tensor::DataType;

constexpr double kDefaultFilter = -10000.0;

TensorId input(const Node& node, size_t index) {
  return has_input(node, index) ? node.op.inputs[index] : kAbsent;
}

/// What the operators of this family share.
struct Settings {
  int64_t heads = 0;
  double filter = kDefaultFilter;  ///< Added to the scores of hidden keys.
  Attributes attributes;           ///< Of ONNX's Attention.
};

Result<Settings> take_settings(Node& node) {
  Settings settings;
  NIGHTJAR_ASSIGN(const auto heads, take_int(node, "num_heads"));
  NIGHTJAR_ASSIGN(const auto causal, take_int(node, "unidirectional"));
  NIGHTJAR_ASSIGN(const auto filter, take_float(node, "mask_filter_value"));
  NIGHTJAR_ASSIGN(const auto scale, take_float(node, "scale"));
  if (heads.value_or(0) < 1) return invalid_input("attribute 'num_heads' is missing");
  settings.heads = *heads;
  settings.filter = filter.value_or(kDefaultFilter);
  settings.attributes.set("q_num_heads", settings.heads);
  settings.attributes.set("kv_num_heads", settings.heads);
  settings.attributes.set("is_causal", causal.value_or(0));
  if (scale.value_or(0) != 0) settings.attributes.set("scale", *scale);
  return settings;
}

/// 0, 1, … for as many keys as there are: `now` and, where given, the `past` in front of them.
Result<TensorId> key_numbers(Emitter& emit, TensorId now, TensorId past) {
  NIGHTJAR_ASSIGN(TensorId count, extent(emit, now, 1));
  if (past != kAbsent) {
    NIGHTJAR_ASSIGN(const TensorId before, extent(emit, past, -2));
    NIGHTJAR_ASSIGN(count, emit.op("Add", {count, before}));
  }
  return count_up(emit, count);
}

/// Whether each key counts, [batch, 1, 1 or queries, keys], from lengths [batch] or a mask of
/// zeros and ones.
Result<TensorId> keys_that_count(Emitter& emit, TensorId mask, TensorId numbers) {
  const size_t rank = emit.tensor(mask).desc.shape.size();
  if (rank == 1) {
    NIGHTJAR_ASSIGN(TensorId lengths, cast(emit, mask, DataType::kInt64));
    NIGHTJAR_ASSIGN(lengths, emit.op("Unsqueeze", {lengths, emit.integers("axes", {1, 2, 3})}));
    return emit.op("Less", {numbers, lengths});
  }
  if (rank != 2 && rank != 3) {
    return unsupported("a mask with " + std::to_string(rank) + " axes is not supported");
  }
  const std::vector<int64_t> axes =
      rank == 2 ? std::vector<int64_t>{1, 2} : std::vector<int64_t>{1};
  NIGHTJAR_ASSIGN(const TensorId wide, emit.op("Unsqueeze", {mask, emit.integers("axes", axes)}));
  return cast(emit, wide, DataType::kBool);
}

/// The bias of the scores: the filter value on hidden keys, and a bias that is given.
Result<TensorId> score_bias(Emitter& emit, const Settings& settings, TensorId counts, TensorId bias,
                            DataType type) {
  if (counts == kAbsent) return bias;
  NIGHTJAR_ASSIGN(const TensorId hidden,
                  emit.op("Where", {counts, emit.scalar("seen", type, 0),
                                    emit.scalar("hidden", type, settings.filter)}));
  return bias == kAbsent ? Result<TensorId>(hidden) : emit.op("Add", {hidden, bias});
}

/// Sizes of the three projections: as said, else a third each.
Result<std::vector<int64_t>> projection_sizes(Node& node, const Emitter& emit) {
  NIGHTJAR_ASSIGN(const auto sizes, take_ints(node, "qkv_hidden_sizes"));
  if (sizes && sizes->size() == 3) return *sizes;
  NIGHTJAR_ASSIGN(const auto width, last_extent(node, emit, 1));
  if (!width || *width % 3 != 0) return invalid_input("the weights are no three projections");
  return std::vector<int64_t>(3, *width / 3);
}

/// The query's, key's and value's projection of one input.
Result<std::vector<TensorId>> projections(Node& node, Emitter& emit) {
  NIGHTJAR_ASSIGN(const auto sizes, projection_sizes(node, emit));
  NIGHTJAR_ASSIGN(TensorId joint, emit.op("MatMul", {node.op.inputs[0], node.op.inputs[1]}));
  if (has_input(node, 2)) {
    NIGHTJAR_ASSIGN(joint, emit.op("Add", {joint, node.op.inputs[2]}));
  }
  Attributes axis;
  axis.set("axis", int64_t{-1});
  return emit.ops("Split", {joint, emit.integers("sizes", sizes)}, axis, 3);
}

/// Past keys and values that lie in one tensor [2, batch, heads, length, depth].
Result<std::vector<TensorId>> split_past(Emitter& emit, TensorId past) {
  if (past == kAbsent) return std::vector<TensorId>{kAbsent, kAbsent};
  std::vector<TensorId> parts;
  for (const double which : {0.0, 1.0}) {
    NIGHTJAR_ASSIGN(const TensorId part,
                    emit.op("Gather", {past, emit.scalar("part", DataType::kInt64, which)}));
    parts.push_back(part);
  }
  return parts;
}

/// Attention (input, weights, bias, mask, past, bias of the scores).
Status projected_attention(Node& node, Emitter& emit) {
  NIGHTJAR_ASSIGN(const Settings settings, take_settings(node));
  for (const char* name : {"do_rotary", "past_present_share_buffer"}) {
    NIGHTJAR_ASSIGN(const auto wanted, take_int(node, name));
    if (wanted.value_or(0) == 0) continue;
    return unsupported("attribute '" + std::string(name) + "' is not supported");
  }
  NIGHTJAR_ASSIGN(const tensor::TensorDesc x, need_described(node, emit, 0));
  NIGHTJAR_TRY(need_described(node, emit, 1));
  NIGHTJAR_ASSIGN(const auto parts, projections(node, emit));
  NIGHTJAR_ASSIGN(const auto past, split_past(emit, input(node, 4)));
  TensorId counts = kAbsent;
  if (has_input(node, 3)) {
    NIGHTJAR_TRY(need_described(node, emit, 3));
    NIGHTJAR_ASSIGN(const TensorId numbers, key_numbers(emit, node.op.inputs[0], input(node, 4)));
    NIGHTJAR_ASSIGN(counts, keys_that_count(emit, node.op.inputs[3], numbers));
  }
  NIGHTJAR_ASSIGN(const TensorId mask, score_bias(emit, settings, counts, input(node, 5), x.type));
  const size_t wanted = node.output_count > 1 ? 3 : 1;
  NIGHTJAR_ASSIGN(const auto outputs,
                  emit.ops("Attention", {parts[0], parts[1], parts[2], mask, past[0], past[1]},
                           settings.attributes, wanted));
  node.outputs = {outputs[0]};
  if (wanted == 1) return {};
  const TensorId front = emit.integers("front", {0});
  NIGHTJAR_ASSIGN(const TensorId keys, emit.op("Unsqueeze", {outputs[1], front}));
  NIGHTJAR_ASSIGN(const TensorId values, emit.op("Unsqueeze", {outputs[2], front}));
  Attributes axis;
  axis.set("axis", int64_t{0});
  NIGHTJAR_ASSIGN(const TensorId present, emit.op("Concat", {keys, values}, axis));
  node.outputs->push_back(present);
  return {};
}

/// Adds each projection's part of a joint bias to inputs 0 to 2 that have it in their last axis.
Status add_joint_bias(Node& node, Emitter& emit) {
  if (!has_input(node, 3)) return {};
  NIGHTJAR_ASSIGN(const tensor::TensorDesc bias, need_described(node, emit, 3));
  NIGHTJAR_ASSIGN(const auto width, last_extent(node, emit, 0));
  const auto count = bias.shape.size() == 1 ? bias.shape[0].constant() : std::nullopt;
  if (!count || !width) return unsupported("the width of input 0 must be known to split the bias");
  const int64_t rest = *count - 2 * *width;
  if (rest < 1) return invalid_input("the bias is shorter than three projections");
  const std::vector<int64_t> sizes = {*width, *width, rest};
  NIGHTJAR_ASSIGN(const auto parts,
                  emit.ops("Split", {node.op.inputs[3], emit.integers("sizes", sizes)}, {}, 3));
  for (size_t i = 0; i < 3; ++i) {
    // Keys and values with four axes are projected and biased already.
    if (emit.tensor(node.op.inputs[i]).desc.shape.size() != 3) continue;
    NIGHTJAR_ASSIGN(node.op.inputs[i], emit.op("Add", {node.op.inputs[i], parts[i]}));
  }
  return {};
}

/// Queries, keys and values of [batch, length, heads, 3, depth], each [batch, heads, length,
/// depth].
Status unpack(Node& node, Emitter& emit, size_t index, size_t count, size_t first) {
  Attributes axes;
  axes.set("perm", std::vector<int64_t>{0, 2, 1, 3});
  const TensorId packed = node.op.inputs[index];
  for (size_t i = 0; i < count; ++i) {
    Attributes axis;
    axis.set("axis", int64_t{3});
    NIGHTJAR_ASSIGN(
        const TensorId part,
        emit.op("Gather", {packed, emit.scalar("part", DataType::kInt64, static_cast<double>(i))},
                axis));
    NIGHTJAR_ASSIGN(const TensorId moved, emit.op("Transpose", {part}, axes));
    set_input(node, first + i, moved);
  }
  return {};
}

/// Brings inputs 0 to 2 to four axes.
Status separate_heads(Node& node, Emitter& emit, int64_t heads) {
  NIGHTJAR_ASSIGN(const tensor::TensorDesc query, need_described(node, emit, 0));
  if (query.shape.size() == 5) return unpack(node, emit, 0, 3, 0);
  NIGHTJAR_ASSIGN(const tensor::TensorDesc key, need_described(node, emit, 1));
  if (key.shape.size() == 5) NIGHTJAR_TRY(unpack(node, emit, 1, 2, 1));
  NIGHTJAR_TRY(need_described(node, emit, 2));
  NIGHTJAR_TRY(add_joint_bias(node, emit));
  for (size_t i = 0; i < 3; ++i) {
    NIGHTJAR_ASSIGN(node.op.inputs[i], heads_apart(emit, node.op.inputs[i], heads));
  }
  return {};
}

/// MultiHeadAttention (query, key, value, bias, mask, bias of the scores, past key, past value).
Status multi_head_attention(Node& node, Emitter& emit) {
  NIGHTJAR_ASSIGN(const Settings settings, take_settings(node));
  NIGHTJAR_TRY(separate_heads(node, emit, settings.heads));
  const DataType type = emit.tensor(node.op.inputs[0]).desc.type;
  TensorId counts = kAbsent;
  if (has_input(node, 4)) {
    NIGHTJAR_TRY(need_described(node, emit, 4));
    NIGHTJAR_ASSIGN(const TensorId together, heads_together(emit, node.op.inputs[1]));
    NIGHTJAR_ASSIGN(const TensorId numbers, key_numbers(emit, together, input(node, 6)));
    NIGHTJAR_ASSIGN(counts, keys_that_count(emit, node.op.inputs[4], numbers));
  }
  NIGHTJAR_ASSIGN(const TensorId mask, score_bias(emit, settings, counts, input(node, 5), type));
  NIGHTJAR_ASSIGN(auto outputs,
                  emit.ops("Attention",
                           {node.op.inputs[0], node.op.inputs[1], node.op.inputs[2], mask,
                            input(node, 6), input(node, 7)},
                           settings.attributes, std::min<size_t>(node.output_count, 3)));
  NIGHTJAR_ASSIGN(outputs[0], heads_together(emit, outputs[0]));
  node.outputs = std::move(outputs);
  return {};
}

}  // namespace

void add_attention_translations(TranslationTable& table) {
  table["Attention"] = projected_attention;
  table["MultiHeadAttention"] = multi_head_attention;
}

}  // namespace nightjar::onnx
