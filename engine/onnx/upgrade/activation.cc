// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Activations: Clip's bounds, Dropout's ratio, Selu's constants, Softmax over flattened inputs.
#include "engine/onnx/upgrade/upgrade.h"

namespace nightjar::onnx {
namespace {

using network::TensorId;

/// Opset 11: bounds become inputs.
Status clip_inputs(Node& node, Emitter& emit) {
  NIGHTJAR_ASSIGN(const auto low, take_float(node, "min"));
  NIGHTJAR_ASSIGN(const auto high, take_float(node, "max"));
  NIGHTJAR_ASSIGN(const tensor::TensorDesc input, need_described(node, emit, 0));
  const auto type = input.type;
  if (!tensor::is_float(type)) return invalid_input("input 0 is not of a floating type");
  if (low) set_input(node, 1, emit.scalar("min", type, *low));
  if (high) set_input(node, 2, emit.scalar("max", type, *high));
  return {};
}

/// Opset 12: the ratio becomes an input, which inference does not read.
Status dropout_ratio(Node& node, Emitter&) {
  NIGHTJAR_TRY(take_float(node, "ratio"));
  return {};
}

/// Opset 6: the constants had fewer digits.
Status selu_constants(Node& node, Emitter&) {
  if (!node.op.attributes.has("alpha")) node.op.attributes.set("alpha", 1.6732);
  if (!node.op.attributes.has("gamma")) node.op.attributes.set("gamma", 1.0507);
  return {};
}

/// Opset 13: the input was seen as a matrix, with every axis from `axis` on in its rows.
Status softmax_rows(Node& node, Emitter& emit) {
  NIGHTJAR_ASSIGN(const auto named, take_int(node, "axis"));
  if (!has_input(node, 0)) return invalid_input("input 0 is missing");
  const TensorId input = node.op.inputs[0];
  const auto rank = static_cast<int64_t>(emit.tensor(input).desc.shape.size());
  const int64_t axis = named.value_or(1);
  const bool is_open = !emit.tensor(input).is_plain();
  if (axis == -1 || (!is_open && (axis == rank - 1 || rank == 0))) {
    node.op.attributes.set("axis", int64_t{-1});
    return {};
  }
  tensor::Attributes flat, rows;
  flat.set("axis", axis);
  rows.set("axis", int64_t{1});
  NIGHTJAR_ASSIGN(const TensorId matrix, emit.op("Flatten", {input}, flat));
  NIGHTJAR_ASSIGN(const TensorId answer, emit.op(node.op.type, {matrix}, rows));
  NIGHTJAR_ASSIGN(const TensorId shape, emit.op("Shape", {input}));
  NIGHTJAR_ASSIGN(const TensorId output, emit.op("Reshape", {answer, shape}));
  node.outputs = {output};
  return {};
}

/// An integer here and a number in all operators that draw numbers; nothing is drawn.
Status dropout_seed(Node& node, Emitter&) {
  node.op.attributes.erase("seed");
  return {};
}

constexpr int64_t kAlways = INT64_MAX;

}  // namespace

std::vector<UpgradeStep> activation_steps() {
  return {{"Clip", 11, clip_inputs},          {"Dropout", 12, dropout_ratio},
          {"Dropout", kAlways, dropout_seed}, {"Selu", 6, selu_constants},
          {"Softmax", 13, softmax_rows},      {"LogSoftmax", 13, softmax_rows},
          {"Hardmax", 13, softmax_rows}};
}

}  // namespace nightjar::onnx
