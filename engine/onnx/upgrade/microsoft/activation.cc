// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Activations with a bias in front.
#include "engine/onnx/upgrade/microsoft/microsoft.h"

namespace nightjar::onnx {
namespace {

Status gelu(Node& node, Emitter&) {
  node.op.domain.clear();
  return {};
}

/// Gelu of the sum of both inputs, the second of which may be absent.
Status gelu_of_sum(Node& node, Emitter& emit) {
  if (!has_input(node, 0)) return invalid_input("input 0 is missing");
  if (has_input(node, 1)) {
    NIGHTJAR_ASSIGN(node.op.inputs[0], emit.op("Add", {node.op.inputs[0], node.op.inputs[1]}));
  }
  node.op.inputs.resize(1);
  const bool is_fast = node.op.type == "FastGelu";
  node.op.attributes.set("approximate", std::string(is_fast ? "tanh" : "none"));
  node.op.type = "Gelu";
  node.op.domain.clear();
  return {};
}

Status quick_gelu(Node& node, Emitter&) {
  NIGHTJAR_ASSIGN(const auto alpha, take_float(node, "alpha"));
  node.op.attributes.set("alpha", alpha.value_or(1.702F));
  node.op.type = "Swish";
  node.op.domain.clear();
  return {};
}

}  // namespace

void add_activation_translations(TranslationTable& table) {
  table["BiasGelu"] = gelu_of_sum;
  table["FastGelu"] = gelu_of_sum;
  table["Gelu"] = gelu;
  table["QuickGelu"] = quick_gelu;
}

}  // namespace nightjar::onnx
