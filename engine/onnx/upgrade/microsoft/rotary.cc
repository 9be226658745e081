// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// RotaryEmbedding, which has its positions before the tables.
#include "engine/onnx/upgrade/microsoft/heads.h"
#include "engine/onnx/upgrade/microsoft/microsoft.h"

namespace nightjar::onnx {
namespace {

using network::TensorId;
using tensor::Attributes;

/// RotaryEmbedding (input, positions, cosines, sines); one position is where the first token is.
Status rotary_embedding(Node& node, Emitter& emit) {
  for (size_t i = 0; i < 4; ++i) NIGHTJAR_TRY(need_described(node, emit, i));
  const TensorId x = node.op.inputs[0];
  TensorId positions = node.op.inputs[1];
  const size_t rank = emit.tensor(x).desc.shape.size();
  if (emit.tensor(positions).desc.shape.size() == 1) {
    NIGHTJAR_ASSIGN(const TensorId count, extent(emit, x, rank == 4 ? 2 : 1));
    NIGHTJAR_ASSIGN(const TensorId batch, extent(emit, x, 0));
    Attributes axis;
    axis.set("axis", int64_t{0});
    NIGHTJAR_ASSIGN(const TensorId shape, emit.op("Concat", {batch, count}, axis));
    NIGHTJAR_ASSIGN(const TensorId steps, count_up(emit, count));
    NIGHTJAR_ASSIGN(positions, emit.op("Add", {steps, positions}));
    NIGHTJAR_ASSIGN(positions, emit.op("Expand", {positions, shape}));
  }
  NIGHTJAR_ASSIGN(const auto half, last_extent(node, emit, 2));
  NIGHTJAR_ASSIGN(const auto width, last_extent(node, emit, 0));
  if (rank == 3 && node.op.attributes.get_int("num_heads", 0) == 0) {
    if (!half || !width || *half < 1) return invalid_input("the number of heads is missing");
    node.op.attributes.set("num_heads", *width / (2 * *half));
  }
  node.op.inputs = {x, node.op.inputs[2], node.op.inputs[3], positions};
  node.op.domain.clear();
  return {};
}

}  // namespace

void add_rotary_translations(TranslationTable& table) {
  table["RotaryEmbedding"] = rotary_embedding;
}

}  // namespace nightjar::onnx
