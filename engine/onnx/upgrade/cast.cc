// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Cast, whose target was a word once.
#include <algorithm>
#include <cctype>

#include "engine/onnx/upgrade/upgrade.h"

namespace nightjar::onnx {
namespace {

/// ONNX's spelling of a type in capitals to ours.
std::string plain_type_name(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (text == "float") return "float32";
  return text == "double" ? "float64" : text;
}

/// Opset 6: the type becomes a number.
Status cast_number(Node& node, Emitter&) {
  NIGHTJAR_ASSIGN(const auto word, take_string(node, "to"));
  if (!word) return invalid_input("attribute 'to' is missing");
  const auto type = tensor::data_type_from_name(plain_type_name(*word));
  if (!type) return invalid_input("attribute 'to' is '" + *word + "', which is no type");
  node.op.attributes.set("to", static_cast<int64_t>(*type));
  return {};
}

}  // namespace

std::vector<UpgradeStep> cast_steps() { return {{"Cast", 6, cast_number}}; }

}  // namespace nightjar::onnx
