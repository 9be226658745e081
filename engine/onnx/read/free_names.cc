// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/onnx/read/free_names.h"

namespace nightjar::onnx {
namespace {

/// What a graph gives its own nodes: inputs, constants and the outputs of nodes.
std::set<std::string> defined_names(const wire::GraphProto& graph) {
  std::set<std::string> names;
  for (const auto& input : graph.input()) names.insert(input.name());
  for (const auto& constant : graph.initializer()) names.insert(constant.name());
  for (const auto& constant : graph.sparse_initializer()) names.insert(constant.values().name());
  for (const auto& node : graph.node()) names.insert(node.output().begin(), node.output().end());
  return names;
}

void add_free_names(const wire::GraphProto& graph, std::set<std::string>& names) {
  const std::set<std::string> own = defined_names(graph);
  const auto add = [&](const std::string& name) {
    if (!own.contains(name)) names.insert(name);
  };
  for (const auto& node : graph.node()) {
    for (const std::string& name : read_names(node)) add(name);
  }
  for (const auto& output : graph.output()) add(output.name());
}

}  // namespace

std::set<std::string> read_names(const wire::NodeProto& node) {
  std::set<std::string> names;
  for (const std::string& input : node.input()) {
    if (!input.empty()) names.insert(input);
  }
  for (const auto& attribute : node.attribute()) {
    if (attribute.has_g()) add_free_names(attribute.g(), names);
  }
  return names;
}

}  // namespace nightjar::onnx
