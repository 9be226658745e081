// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Operators of the domain com.microsoft that have a form here.
#include "engine/onnx/upgrade/microsoft/microsoft.h"
#include "engine/onnx/upgrade/upgrade.h"

namespace nightjar::onnx {
namespace {

const TranslationTable& translations() {
  static const TranslationTable table = [] {
    TranslationTable filled;
    add_activation_translations(filled);
    add_attention_translations(filled);
    add_matmul_bits_translation(filled);
    add_group_query_translations(filled);
    add_norm_translations(filled);
    add_product_translations(filled);
    add_quantized_translations(filled);
    add_rotary_translations(filled);
    return filled;
  }();
  return table;
}

}  // namespace

std::vector<std::string> microsoft_operators() {
  std::vector<std::string> names;
  for (const auto& [name, translation] : translations()) names.push_back(name);
  return names;
}

Status translate_microsoft(Node& node, Emitter& emit) {
  const auto found = translations().find(node.op.type);
  if (found != translations().end()) return found->second(node, emit);
  return {};
}

}  // namespace nightjar::onnx
