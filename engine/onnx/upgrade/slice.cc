// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Bounds, pads and counts that were attributes once: Slice, Pad, TopK; Scatter's new name.
#include "engine/onnx/upgrade/upgrade.h"

namespace nightjar::onnx {
namespace {

/// Opset 10: bounds and axes become inputs.
Status slice_inputs(Node& node, Emitter& emit) {
  NIGHTJAR_ASSIGN(const auto starts, take_ints(node, "starts"));
  NIGHTJAR_ASSIGN(const auto ends, take_ints(node, "ends"));
  NIGHTJAR_ASSIGN(const auto axes, take_ints(node, "axes"));
  if (!starts || !ends) return invalid_input("attribute 'starts' or 'ends' is missing");
  set_input(node, 1, emit.integers("starts", *starts));
  set_input(node, 2, emit.integers("ends", *ends));
  if (axes) set_input(node, 3, emit.integers("axes", *axes));
  return {};
}

/// Opset 2: pads were called paddings.
Status pad_name(Node& node, Emitter&) {
  NIGHTJAR_ASSIGN(const auto pads, take_ints(node, "paddings"));
  if (pads) node.op.attributes.set("pads", *pads);
  return {};
}

/// Opset 11: pads and the value become inputs.
Status pad_inputs(Node& node, Emitter& emit) {
  NIGHTJAR_ASSIGN(const auto pads, take_ints(node, "pads"));
  NIGHTJAR_ASSIGN(const auto value, take_float(node, "value"));
  if (!pads) return invalid_input("attribute 'pads' is missing");
  if (!has_input(node, 0)) return invalid_input("input 0 is missing");
  set_input(node, 1, emit.integers("pads", *pads));
  if (value.value_or(0.0) == 0.0) return {};
  NIGHTJAR_ASSIGN(const tensor::TensorDesc input, need_described(node, emit, 0));
  if (tensor::is_float(input.type)) set_input(node, 2, emit.scalar("value", input.type, *value));
  return {};
}

/// Opset 10: the count becomes an input.
Status top_k_input(Node& node, Emitter& emit) {
  NIGHTJAR_ASSIGN(const auto count, take_int(node, "k"));
  if (!count) return invalid_input("attribute 'k' is missing");
  set_input(node, 1, emit.integers("k", {*count}));
  return {};
}

/// Opset 11: Scatter was renamed.
Status scatter_name(Node& node, Emitter&) {
  node.op.type = "ScatterElements";
  return {};
}

}  // namespace

std::vector<UpgradeStep> slice_steps() {
  return {{"Slice", 10, slice_inputs},
          {"Pad", 2, pad_name},
          {"Pad", 11, pad_inputs},
          {"TopK", 10, top_k_input},
          {"Scatter", INT64_MAX, scatter_name}};
}

}  // namespace nightjar::onnx
