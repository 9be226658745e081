// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Extents and axes that were attributes once: Reshape, Squeeze, Unsqueeze, Split.
#include "engine/onnx/upgrade/upgrade.h"

namespace nightjar::onnx {
namespace {

/// Opset 5: the target shape becomes an input.
Status reshape_input(Node& node, Emitter& emit) {
  NIGHTJAR_ASSIGN(const auto shape, take_ints(node, "shape"));
  if (shape) set_input(node, 1, emit.integers("shape", *shape));
  return {};
}

/// Opset 13: axes become an input.
Status axes_input(Node& node, Emitter& emit) {
  NIGHTJAR_ASSIGN(const auto axes, take_ints(node, "axes"));
  if (axes) set_input(node, 1, emit.integers("axes", *axes));
  return {};
}

/// Opset 13: the parts become an input.
Status split_input(Node& node, Emitter& emit) {
  NIGHTJAR_ASSIGN(const auto parts, take_ints(node, "split"));
  if (parts) set_input(node, 1, emit.integers("split", *parts));
  return {};
}

/// Opset 4: the axis was 1 unless named.
Status concat_axis(Node& node, Emitter&) {
  if (!node.op.attributes.has("axis")) node.op.attributes.set("axis", int64_t{1});
  return {};
}

}  // namespace

std::vector<UpgradeStep> reshape_steps() {
  return {{"Reshape", 5, reshape_input},
          {"Squeeze", 13, axes_input},
          {"Unsqueeze", 13, axes_input},
          {"Split", 13, split_input},
          {"Concat", 4, concat_axis}};
}

}  // namespace nightjar::onnx
