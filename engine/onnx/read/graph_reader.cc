// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/onnx/read/graph_reader.h"

#include <set>

#include "engine/onnx/read/node_reader.h"
#include "engine/onnx/tensor_proto.h"

namespace nightjar::onnx {

using network::kAbsent;
using network::TensorId;

Status GraphReader::read(const wire::GraphProto& graph) {
  NIGHTJAR_TRY(read_initializers(graph));
  NIGHTJAR_TRY(read_inputs(graph));
  NIGHTJAR_TRY(NodeReader(state_, opsets_, network_, scope_, prefix_).read(graph.node()));
  return add_outputs(graph);
}

Status GraphReader::read(const wire::GraphProto& graph, const std::vector<ValueType>& inputs) {
  if (static_cast<size_t>(graph.input_size()) != inputs.size()) {
    return invalid_input("has " + std::to_string(graph.input_size()) + " inputs, " +
                         std::to_string(inputs.size()) + " are wanted");
  }
  for (size_t i = 0; i < inputs.size(); ++i) {
    NIGHTJAR_TRY(add_input(graph.input(static_cast<int>(i)).name(), inputs[i]));
  }
  NIGHTJAR_TRY(read_parts(graph));
  return add_outputs(graph);
}

Status GraphReader::read_parts(const wire::GraphProto& graph) {
  NIGHTJAR_TRY(read_initializers(graph));
  return NodeReader(state_, opsets_, network_, scope_, prefix_).read(graph.node());
}

Status GraphReader::add_constant(const std::string& name, tensor::HostTensor value) {
  return scope_.define(name, network_.add_constant(prefix_ + name, std::move(value)));
}

Status GraphReader::add_input(const std::string& name, ValueType type) {
  return scope_.define(name,
                       network_.add_input(name, std::move(type.desc), type.kind, type.described));
}

Status GraphReader::read_initializers(const wire::GraphProto& graph) {
  for (const auto& proto : graph.initializer()) {
    NIGHTJAR_ASSIGN(tensor::HostTensor value, from_proto(proto, state_.folder));
    NIGHTJAR_TRY(add_constant(proto.name(), std::move(value)));
  }
  for (const auto& proto : graph.sparse_initializer()) {
    NIGHTJAR_ASSIGN(tensor::HostTensor value,
                    from_proto(proto, state_.folder, state_.limits.max_dense_bytes));
    NIGHTJAR_TRY(add_constant(proto.values().name(), std::move(value)));
  }
  return {};
}

Status GraphReader::read_inputs(const wire::GraphProto& graph) {
  SymbolNames symbols;
  for (const auto& proto : graph.input()) {
    // Old files list initialisers among the inputs.
    const auto known = scope_.values().find(proto.name());
    if (known != scope_.values().end() && network_.tensor(known->second).constant) continue;
    NIGHTJAR_ASSIGN(ValueType type, read_value_type(proto, symbols));
    if (proto.type().value_case() == wire::TypeProto::VALUE_NOT_SET) {
      return invalid_input("input '" + proto.name() + "' has no type");
    }
    NIGHTJAR_TRY(add_input(proto.name(), std::move(type)));
  }
  return {};
}

Result<std::vector<TensorId>> GraphReader::outputs(const wire::GraphProto& graph) {
  std::vector<TensorId> tensors;
  for (const auto& output : graph.output()) {
    const auto found = scope_.find(output.name());
    if (!found || *found == kAbsent) {
      return invalid_input("output '" + output.name() + "' is given by nothing");
    }
    tensors.push_back(*found);
  }
  return tensors;
}

Status GraphReader::add_outputs(const wire::GraphProto& graph) {
  if (graph.output_size() == 0) return invalid_input("the graph has no outputs");
  NIGHTJAR_ASSIGN(const std::vector<TensorId> tensors, outputs(graph));
  std::set<std::string> seen;
  for (size_t i = 0; i < tensors.size(); ++i) {
    std::string name = graph.output(static_cast<int>(i)).name();
    if (!seen.insert(name).second) {
      // Outputs of a model go by their names, those of a body by their positions.
      if (prefix_.empty()) return invalid_input("output '" + name + "' is listed twice");
      name = network_.unique_name(name);
    }
    network_.add_output(tensors[i], name);
  }
  return {};
}

}  // namespace nightjar::onnx
