// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Binary operators before opset 7: broadcasting was asked for, at an axis.
#include "engine/onnx/upgrade/upgrade.h"

namespace nightjar::onnx {
namespace {

using network::TensorId;

/// Gives input 1 trailing axes, so that its axes stand under those of input 0 from `axis` on.
Status align(Node& node, Emitter& emit, int64_t axis) {
  NIGHTJAR_ASSIGN(const tensor::TensorDesc wide, need_described(node, emit, 0));
  NIGHTJAR_ASSIGN(const tensor::TensorDesc narrow, need_described(node, emit, 1));
  const auto rank = static_cast<int64_t>(wide.shape.size());
  const auto own = static_cast<int64_t>(narrow.shape.size());
  if (axis < 0) axis += rank;
  if (axis < 0 || axis + own > rank) {
    return invalid_input("axis " + std::to_string(axis) + " does not fit its inputs");
  }
  std::vector<int64_t> trailing;
  for (int64_t added = own; added < rank - axis; ++added) trailing.push_back(added);
  if (trailing.empty()) return {};
  const TensorId axes = emit.integers("axes", trailing);
  NIGHTJAR_ASSIGN(node.op.inputs[1], emit.op("Unsqueeze", {node.op.inputs[1], axes}));
  return {};
}

/// Opset 7: broadcasting follows NumPy.
Status numpy_broadcast(Node& node, Emitter& emit) {
  NIGHTJAR_TRY(take_int(node, "broadcast"));
  NIGHTJAR_ASSIGN(const auto axis, take_int(node, "axis"));
  if (!axis || !has_input(node, 0) || !has_input(node, 1)) return {};
  return align(node, emit, *axis);
}

/// Opset 7: a slope per channel had one axis only.
Status slope_per_channel(Node& node, Emitter& emit) {
  if (!has_input(node, 0) || !has_input(node, 1)) return {};
  NIGHTJAR_ASSIGN(const tensor::TensorDesc input, need_described(node, emit, 0));
  NIGHTJAR_ASSIGN(const tensor::TensorDesc slope, need_described(node, emit, 1));
  const bool is_shared = tensor::element_count(slope.shape).constant() == 1;
  if (slope.shape.size() != 1 || is_shared || input.shape.size() < 2) return {};
  return align(node, emit, 1);
}

/// Opset 7: C of Gemm always broadcasts.
Status gemm_broadcast(Node& node, Emitter&) {
  NIGHTJAR_TRY(take_int(node, "broadcast"));
  return {};
}

}  // namespace

std::vector<UpgradeStep> broadcast_steps() {
  std::vector<UpgradeStep> steps = {{"PRelu", 7, slope_per_channel}, {"Gemm", 7, gemm_broadcast}};
  for (const char* type :
       {"Add", "Sub", "Mul", "Div", "Pow", "And", "Or", "Xor", "Equal", "Greater", "Less"}) {
    steps.push_back({type, 7, numpy_broadcast});
  }
  return steps;
}

}  // namespace nightjar::onnx
