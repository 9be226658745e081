// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// GroupQueryAttention: a cache that every batch entry fills to its own length.
#include <algorithm>

#include "engine/onnx/upgrade/microsoft/heads.h"
#include "engine/onnx/upgrade/microsoft/microsoft.h"

namespace nightjar::onnx {
namespace {

using network::kAbsent;
using network::TensorId;
using tensor::Attributes;
using tensor::DataType;

enum Input : size_t { kQuery, kKey, kValue, kPastKey, kPastValue, kLengths, kTotal, kCos, kSin };

struct Settings {
  int64_t heads = 0, key_heads = 0;
  bool turns = false, interleaved = false;
  Attributes attributes;  ///< Of ONNX's Attention.
};

Result<Settings> take_settings(Node& node) {
  Settings settings;
  NIGHTJAR_ASSIGN(const auto heads, take_int(node, "num_heads"));
  NIGHTJAR_ASSIGN(const auto key_heads, take_int(node, "kv_num_heads"));
  NIGHTJAR_ASSIGN(const auto scale, take_float(node, "scale"));
  NIGHTJAR_ASSIGN(const auto softcap, take_float(node, "softcap"));
  NIGHTJAR_ASSIGN(const auto turns, take_int(node, "do_rotary"));
  NIGHTJAR_ASSIGN(const auto interleaved, take_int(node, "rotary_interleaved"));
  NIGHTJAR_ASSIGN(const auto window, take_int(node, "local_window_size"));
  NIGHTJAR_ASSIGN(const auto smooth, take_int(node, "smooth_softmax"));
  if (window.value_or(-1) > 0 || smooth.value_or(0) > 0) {
    return unsupported("local windows and smooth softmax are not supported");
  }
  settings.heads = heads.value_or(0);
  settings.key_heads = key_heads.value_or(0);
  settings.turns = turns.value_or(0) != 0;
  settings.interleaved = interleaved.value_or(0) != 0;
  constexpr int64_t kMostHeads = int64_t{1} << 31;
  if (settings.heads < 1 || settings.key_heads < 1 || settings.heads > kMostHeads ||
      settings.key_heads > kMostHeads) {
    return invalid_input("attributes 'num_heads' and 'kv_num_heads' are wanted");
  }
  if (scale.value_or(0) != 0) settings.attributes.set("scale", *scale);
  if (softcap.value_or(0) != 0) settings.attributes.set("softcap", *softcap);
  return settings;
}

/// Queries, keys and values that lie in one input are taken apart.
Status unpack(Node& node, Emitter& emit, const Settings& settings) {
  NIGHTJAR_ASSIGN(const auto width, last_extent(node, emit, kQuery));
  if (has_input(node, kKey)) return {};
  const int64_t all = settings.heads + 2 * settings.key_heads;
  if (!width || *width % all != 0) return invalid_input("input 0 does not split into its heads");
  const int64_t depth = *width / all;
  Attributes axis;
  axis.set("axis", int64_t{-1});
  const std::vector<int64_t> sizes = {settings.heads * depth, settings.key_heads * depth,
                                      settings.key_heads * depth};
  NIGHTJAR_ASSIGN(
      const auto parts,
      emit.ops("Split", {node.op.inputs[kQuery], emit.integers("sizes", sizes)}, axis, 3));
  for (size_t i = 0; i < parts.size(); ++i) set_input(node, i, parts[i]);
  return {};
}

/// How many keys of each batch entry were there before, [batch]; none in a prompt.
Result<TensorId> past_lengths(Node& node, Emitter& emit) {
  const TensorId one = emit.scalar("one", DataType::kInt64, 1);
  NIGHTJAR_ASSIGN(TensorId lengths, cast(emit, node.op.inputs[kLengths], DataType::kInt64));
  NIGHTJAR_ASSIGN(lengths, emit.op("Reshape", {lengths, emit.integers("batch", {-1})}));
  NIGHTJAR_ASSIGN(lengths, emit.op("Add", {lengths, one}));
  NIGHTJAR_ASSIGN(const TensorId now, extent(emit, node.op.inputs[kQuery], 1));
  NIGHTJAR_ASSIGN(lengths, emit.op("Sub", {lengths, now}));
  return emit.op("Max", {lengths, emit.scalar("none", DataType::kInt64, 0)});
}

/// Position of each token: behind what its batch entry had, [batch, length].
Result<TensorId> positions(Node& node, Emitter& emit, TensorId past) {
  NIGHTJAR_ASSIGN(const TensorId now, extent(emit, node.op.inputs[kQuery], 1));
  NIGHTJAR_ASSIGN(const TensorId steps, count_up(emit, now));
  NIGHTJAR_ASSIGN(const TensorId column,
                  emit.op("Unsqueeze", {past, emit.integers("column", {1})}));
  return emit.op("Add", {column, steps});
}

/// The cache with new keys or values behind what each batch entry had, and room for all of them.
Result<TensorId> cached(Node& node, Emitter& emit, size_t index, TensorId now, TensorId past) {
  if (!has_input(node, index)) return now;
  if (!has_input(node, kTotal)) return invalid_input("input 6 is missing");
  const TensorId cache = node.op.inputs[index];
  NIGHTJAR_ASSIGN(TensorId total, cast(emit, node.op.inputs[kTotal], DataType::kInt64));
  NIGHTJAR_ASSIGN(total, emit.op("Reshape", {total, emit.integers("one", {1})}));
  NIGHTJAR_ASSIGN(const TensorId room, extent(emit, cache, 2));
  NIGHTJAR_ASSIGN(TensorId missing, emit.op("Sub", {total, room}));
  NIGHTJAR_ASSIGN(missing, emit.op("Max", {missing, emit.scalar("none", DataType::kInt64, 0)}));
  Attributes axis;
  axis.set("axis", int64_t{0});
  NIGHTJAR_ASSIGN(const TensorId pads,
                  emit.op("Concat", {emit.integers("front", {0}), missing}, axis));
  NIGHTJAR_ASSIGN(const TensorId wide,
                  emit.op("Pad", {cache, pads, kAbsent, emit.integers("length", {2})}));
  Attributes along;
  along.set("axis", int64_t{2});
  return emit.op("TensorScatter", {wide, now, past}, along);
}

/// Whether a query sees a key, [batch, 1, length, keys].
Result<TensorId> visible(Emitter& emit, TensorId places, TensorId keys) {
  NIGHTJAR_ASSIGN(const TensorId count, extent(emit, keys, 2));
  NIGHTJAR_ASSIGN(const TensorId numbers, count_up(emit, count));
  NIGHTJAR_ASSIGN(const TensorId rows,
                  emit.op("Unsqueeze", {places, emit.integers("axes", {1, 3})}));
  return emit.op("LessOrEqual", {numbers, rows});
}

/// GroupQueryAttention (query, key, value, past key, past value, last place of each batch entry,
/// keys in all, cosines, sines).
Status group_query_attention(Node& node, Emitter& emit) {
  NIGHTJAR_ASSIGN(const Settings settings, take_settings(node));
  NIGHTJAR_TRY(unpack(node, emit, settings));
  for (const size_t index : {size_t{kQuery}, size_t{kKey}, size_t{kValue}, size_t{kLengths}}) {
    NIGHTJAR_TRY(need_described(node, emit, index));
  }
  for (size_t index = kSin + 1; index < node.op.inputs.size(); ++index) {
    if (has_input(node, index)) {
      return unsupported("input " + std::to_string(index) + " is not supported");
    }
  }
  NIGHTJAR_ASSIGN(const TensorId past, past_lengths(node, emit));
  NIGHTJAR_ASSIGN(const TensorId places, positions(node, emit, past));
  TensorId parts[3];
  for (size_t i = 0; i < 3; ++i) {
    const int64_t heads = i == 0 ? settings.heads : settings.key_heads;
    NIGHTJAR_ASSIGN(parts[i], heads_apart(emit, node.op.inputs[i], heads));
    if (!settings.turns || i == 2) continue;
    if (!has_input(node, kCos) || !has_input(node, kSin)) {
      return invalid_input("cosines and sines are missing");
    }
    Attributes attributes;
    attributes.set("interleaved", int64_t{settings.interleaved});
    NIGHTJAR_ASSIGN(const auto half, last_extent(node, emit, kCos));
    if (half) attributes.set("rotary_embedding_dim", 2 * *half);
    NIGHTJAR_ASSIGN(
        parts[i],
        emit.op("RotaryEmbedding", {parts[i], node.op.inputs[kCos], node.op.inputs[kSin], places},
                attributes));
  }
  NIGHTJAR_ASSIGN(const TensorId keys, cached(node, emit, kPastKey, parts[1], past));
  NIGHTJAR_ASSIGN(const TensorId values, cached(node, emit, kPastValue, parts[2], past));
  NIGHTJAR_ASSIGN(const TensorId mask, visible(emit, places, keys));
  NIGHTJAR_ASSIGN(const TensorId apart,
                  emit.op("Attention", {parts[0], keys, values, mask}, settings.attributes));
  NIGHTJAR_ASSIGN(const TensorId answer, heads_together(emit, apart));
  node.outputs = {answer, keys, values};
  node.outputs->resize(std::min<size_t>(node.output_count, 3));
  return {};
}

}  // namespace

void add_group_query_translations(TranslationTable& table) {
  table["GroupQueryAttention"] = group_query_attention;
}

}  // namespace nightjar::onnx
