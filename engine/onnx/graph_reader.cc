// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/onnx/graph_reader.h"

#include "engine/network/attribute_kinds.h"
#include "engine/network/shape_rule.h"
#include "engine/onnx/constant_node.h"
#include "engine/onnx/node_attributes.h"
#include "engine/onnx/node_order.h"
#include "engine/onnx/tensor_proto.h"
#include "engine/onnx/upgrade/upgrade.h"

namespace nightjar::onnx {
namespace {

using network::kAbsent;
using network::TensorId;

/// Drops what no rule and no lowering reads, such as hints of old exporters.
void drop_unknown_attributes(network::Op& op) {
  std::vector<std::string> unknown;
  for (const auto& [name, value] : op.attributes.values()) {
    if (!network::attribute_kind(name)) unknown.push_back(name);
  }
  for (const std::string& name : unknown) op.attributes.erase(name);
}

std::string plain_domain(const std::string& domain) { return domain == "ai.onnx" ? "" : domain; }

/// Outputs up to the last named one.
size_t wanted_outputs(const wire::NodeProto& node) {
  size_t count = static_cast<size_t>(node.output_size());
  while (count > 0 && node.output(static_cast<int>(count) - 1).empty()) --count;
  return count;
}

/// Whether the network knows the operator, or one that an old or foreign form becomes.
bool is_known(const network::Op& op) {
  if (network::find_shape_rule(op.domain, op.type) != nullptr) return true;
  if (op.domain == "com.microsoft") {
    return op.type == "FusedConv" || op.type == "FusedMatMul" || op.type == "Gelu";
  }
  return op.domain.empty() && (op.type == "Upsample" || op.type == "Scatter");
}

}  // namespace

Result<network::Network> GraphReader::read(const wire::GraphProto& graph) {
  NIGHTJAR_TRY(read_initializers(graph));
  NIGHTJAR_TRY(read_inputs(graph));
  NIGHTJAR_TRY(read_nodes(graph));
  NIGHTJAR_TRY(read_outputs(graph));
  return std::move(network_);
}

Status GraphReader::define(const std::string& name, TensorId tensor) {
  if (name.empty()) return invalid_input("a value of the graph has no name");
  if (values_.emplace(name, tensor).second) return {};
  return invalid_input("the value '" + name + "' is given twice");
}

Status GraphReader::add_constant(const std::string& name, tensor::HostTensor value) {
  return define(name, network_.add_constant(name, std::move(value)));
}

Status GraphReader::read_initializers(const wire::GraphProto& graph) {
  for (const auto& proto : graph.initializer()) {
    NIGHTJAR_ASSIGN(tensor::HostTensor value, from_proto(proto, folder_));
    NIGHTJAR_TRY(add_constant(proto.name(), std::move(value)));
  }
  for (const auto& proto : graph.sparse_initializer()) {
    NIGHTJAR_ASSIGN(tensor::HostTensor value, from_proto(proto, folder_, limits_.max_dense_bytes));
    NIGHTJAR_TRY(add_constant(proto.values().name(), std::move(value)));
  }
  return {};
}

Status GraphReader::read_inputs(const wire::GraphProto& graph) {
  for (const auto& proto : graph.input()) {
    // Old files list initialisers among the inputs.
    const auto known = values_.find(proto.name());
    if (known != values_.end() && network_.tensor(known->second).constant) continue;
    NIGHTJAR_ASSIGN(tensor::TensorDesc desc, read_value_type(proto, symbols_));
    NIGHTJAR_TRY(define(proto.name(), network_.add_input(proto.name(), std::move(desc))));
  }
  return {};
}

Status GraphReader::read_nodes(const wire::GraphProto& graph) {
  std::set<std::string> given;
  for (const auto& [name, tensor] : values_) given.insert(name);
  NIGHTJAR_ASSIGN(const std::vector<int> order, order_nodes(graph, given));
  for (const int index : order) {
    const wire::NodeProto& node = graph.node(index);
    const Status status = read_node(node, node_name(node, index));
    if (status.ok()) continue;
    const std::string title = node_title(node, index);
    const bool is_titled = status.error().message.rfind(title, 0) == 0;
    return is_titled ? status.error() : status.error().in(title);
  }
  return {};
}

Status GraphReader::read_node(const wire::NodeProto& proto, const std::string& name) {
  Node node;
  node.op.domain = plain_domain(proto.domain());
  node.op.type = proto.op_type();
  node.op.name = name;
  node.output_count = wanted_outputs(proto);
  if (!is_known(node.op)) {
    return unsupported("operator " + proto.op_type() + " of domain '" +
                       (node.op.domain.empty() ? "ai.onnx" : node.op.domain) +
                       "' is not supported");
  }
  const auto opset = opsets_.find(node.op.domain);
  if (opset == opsets_.end()) {
    return invalid_input("the model does not import the domain '" + node.op.domain + "'");
  }
  node.opset = opset->second;
  for (const std::string& input : proto.input()) {
    node.op.inputs.push_back(input.empty() ? kAbsent : values_.at(input));
  }
  NIGHTJAR_TRY(read_attributes(proto, folder_, limits_, node.op));
  if (node.op.domain.empty() && node.op.type == "Constant") {
    NIGHTJAR_ASSIGN(tensor::HostTensor value, constant_value(node.op));
    if (node.output_count != 1) return invalid_input("has not one output");
    return add_constant(proto.output(0), std::move(value));
  }
  Emitter emit(network_, name);
  NIGHTJAR_TRY(node.op.domain == "com.microsoft" ? translate_microsoft(node, emit)
                                                 : upgrade(node, emit));
  if (node.outputs) return name_outputs(proto, *node.outputs);
  drop_unknown_attributes(node.op);
  NIGHTJAR_ASSIGN(const auto outputs, emit.node(node));
  return name_outputs(proto, outputs);
}

Status GraphReader::name_outputs(const wire::NodeProto& node,
                                 const std::vector<TensorId>& outputs) {
  for (size_t i = 0; i < wanted_outputs(node); ++i) {
    const std::string& name = node.output(static_cast<int>(i));
    if (i >= outputs.size()) {
      return invalid_input("has " + std::to_string(wanted_outputs(node)) + " outputs, at most " +
                           std::to_string(outputs.size()) + " are allowed");
    }
    network::Tensor& tensor = network_.tensor(outputs[i]);
    if (!name.empty()) {
      tensor.name = name;
      NIGHTJAR_TRY(define(name, outputs[i]));
    } else if (network_.has_op(tensor.producer)) {
      network_.op(tensor.producer).outputs[i] = kAbsent;
      tensor.producer = network::kNoOp;
    }
  }
  return {};
}

Status GraphReader::read_outputs(const wire::GraphProto& graph) {
  if (graph.output_size() == 0) return invalid_input("the graph has no outputs");
  std::set<std::string> seen;
  for (const auto& output : graph.output()) {
    const auto found = values_.find(output.name());
    if (found == values_.end()) {
      return invalid_input("output '" + output.name() + "' is given by nothing");
    }
    if (!seen.insert(output.name()).second) {
      return invalid_input("output '" + output.name() + "' is listed twice");
    }
    network_.add_output(found->second, output.name());
  }
  return {};
}

}  // namespace nightjar::onnx
