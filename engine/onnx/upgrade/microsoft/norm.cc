// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Normalisations of sums and of embeddings.
#include "engine/onnx/upgrade/microsoft/microsoft.h"

namespace nightjar::onnx {
namespace {

using network::kAbsent;
using network::TensorId;

TensorId input(const Node& node, size_t index) {
  return has_input(node, index) ? node.op.inputs[index] : kAbsent;
}

tensor::Attributes with_epsilon(double epsilon) {
  tensor::Attributes attributes;
  attributes.set("epsilon", epsilon);
  attributes.set("axis", int64_t{-1});
  return attributes;
}

/// Input + skip + bias, normalised. Outputs: the answer, mean, 1/deviation, the sum.
Status skip_norm(Node& node, Emitter& emit, const char* type, size_t bias_index) {
  NIGHTJAR_ASSIGN(const auto epsilon, take_float(node, "epsilon"));
  if (!has_input(node, 0) || !has_input(node, 1) || !has_input(node, 2)) {
    return invalid_input("three inputs are wanted");
  }
  NIGHTJAR_ASSIGN(TensorId sum, emit.op("Add", {node.op.inputs[0], node.op.inputs[1]}));
  if (has_input(node, bias_index)) {
    NIGHTJAR_ASSIGN(sum, emit.op("Add", {sum, node.op.inputs[bias_index]}));
  }
  std::vector<TensorId> operands = {sum, node.op.inputs[2]};
  const bool is_simple = bias_index == 3;
  if (!is_simple && has_input(node, 3)) operands.push_back(node.op.inputs[3]);
  NIGHTJAR_ASSIGN(auto outputs, emit.ops(type, operands, with_epsilon(epsilon.value_or(1e-12)),
                                         is_simple ? 1 : 3));
  if (is_simple) outputs.resize(3, kAbsent);
  outputs.push_back(sum);
  node.outputs = std::move(outputs);
  node.outputs->resize(std::min<size_t>(node.output_count, 4));
  return {};
}

Status skip_layer_norm(Node& node, Emitter& emit) {
  return skip_norm(node, emit, "LayerNormalization", 4);
}

Status skip_simplified_norm(Node& node, Emitter& emit) {
  return skip_norm(node, emit, "RMSNormalization", 3);
}

/// Words, positions and segments looked up, summed and normalised.
Status embed_layer_norm(Node& node, Emitter& emit) {
  NIGHTJAR_ASSIGN(const auto epsilon, take_float(node, "epsilon"));
  for (const size_t index : {0, 2, 3, 5, 6}) {
    if (!has_input(node, index)) {
      return invalid_input("input " + std::to_string(index) + " is missing");
    }
  }
  const bool wants_mask = node.output_count == 2;
  if (wants_mask && has_input(node, 7)) {
    return unsupported("the mask index is not supported as an output");
  }
  NIGHTJAR_ASSIGN(TensorId sum, emit.op("Gather", {node.op.inputs[2], node.op.inputs[0]}));
  TensorId positions = input(node, 8);
  if (positions == kAbsent) {
    NIGHTJAR_ASSIGN(const TensorId shape, emit.op("Shape", {node.op.inputs[0]}));
    const auto type = tensor::DataType::kInt64;
    NIGHTJAR_ASSIGN(const TensorId length, emit.op("Gather", {shape, emit.scalar("one", type, 1)}));
    NIGHTJAR_ASSIGN(positions, emit.op("Range", {emit.scalar("start", type, 0), length,
                                                 emit.scalar("step", type, 1)}));
  }
  NIGHTJAR_ASSIGN(const TensorId places, emit.op("Gather", {node.op.inputs[3], positions}));
  NIGHTJAR_ASSIGN(sum, emit.op("Add", {sum, places}));
  if (has_input(node, 1) && has_input(node, 4)) {
    NIGHTJAR_ASSIGN(const TensorId segments,
                    emit.op("Gather", {node.op.inputs[4], node.op.inputs[1]}));
    NIGHTJAR_ASSIGN(sum, emit.op("Add", {sum, segments}));
  }
  NIGHTJAR_ASSIGN(const TensorId answer,
                  emit.op("LayerNormalization", {sum, node.op.inputs[5], node.op.inputs[6]},
                          with_epsilon(epsilon.value_or(1e-12))));
  node.outputs = {answer};
  if (node.output_count < 2) return {};
  // Without a mask the index is zero for each batch entry.
  const auto type = tensor::DataType::kInt32;
  NIGHTJAR_ASSIGN(const tensor::TensorDesc ids, need_described(node, emit, 0));
  NIGHTJAR_ASSIGN(const TensorId shape, emit.op("Shape", {node.op.inputs[0]}));
  NIGHTJAR_ASSIGN(const TensorId batch, emit.op("Gather", {shape, emit.integers("first", {0})}));
  NIGHTJAR_ASSIGN(const TensorId index, emit.op("Expand", {emit.scalar("none", type, 0), batch}));
  node.outputs->push_back(index);
  node.outputs->push_back(sum);
  node.outputs->resize(std::min<size_t>(node.output_count, 3));
  return {};
}

Status simplified_norm(Node& node, Emitter&) {
  if (node.output_count > 1) return unsupported("the second output is not supported");
  node.op.domain.clear();
  node.op.type = "RMSNormalization";
  return {};
}

}  // namespace

void add_norm_translations(TranslationTable& table) {
  table["EmbedLayerNormalization"] = embed_layer_norm;
  table["SimplifiedLayerNormalization"] = simplified_norm;
  table["SkipLayerNormalization"] = skip_layer_norm;
  table["SkipSimplifiedLayerNormalization"] = skip_simplified_norm;
}

}  // namespace nightjar::onnx
