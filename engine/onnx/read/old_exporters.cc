// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/onnx/read/old_exporters.h"

#include <algorithm>

namespace nightjar::onnx {
namespace {

constexpr const char* kCountsPadding = "count_include_pad";

/// PyTorch up to 0.3 counted the padding in averages, which the operators of that time could not
/// say; later versions write a Pad of its own or the attribute.
bool leaves_out_padding(const wire::ModelProto& model) {
  const std::string& version = model.producer_version();
  return model.producer_name() == "pytorch" &&
         (version == "0.1" || version == "0.2" || version == "0.3");
}

void count_padding(wire::NodeProto& node) {
  const auto& attributes = node.attribute();
  const bool is_told = std::any_of(attributes.begin(), attributes.end(),
                                   [](const auto& each) { return each.name() == kCountsPadding; });
  if (node.op_type() != "AveragePool" || is_told) return;
  auto& attribute = *node.add_attribute();
  attribute.set_name(kCountsPadding);
  attribute.set_type(wire::AttributeProto::INT);
  attribute.set_i(1);
}

}  // namespace

void mend_exporter_faults(wire::ModelProto& model) {
  if (!leaves_out_padding(model)) return;
  for (auto& node : *model.mutable_graph()->mutable_node()) count_padding(node);
}

}  // namespace nightjar::onnx
