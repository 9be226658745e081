// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/onnx/read/node_reader.h"

#include "engine/network/attribute_kinds.h"
#include "engine/network/plugin_op.h"
#include "engine/network/shape_rule.h"
#include "engine/onnx/read/bodies.h"
#include "engine/onnx/read/constant_node.h"
#include "engine/onnx/read/flex_attention.h"
#include "engine/onnx/read/graph_reader.h"
#include "engine/onnx/read/node_attributes.h"

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

/// Of the network, or an old or foreign form that is rewritten into such.
bool is_known(const network::Op& op) {
  return network::find_shape_rule(op.domain, op.type) != nullptr || has_steps(op) ||
         is_flex_attention(op);
}

/// Outputs up to the last named one.
size_t wanted_outputs(const wire::NodeProto& node) {
  size_t count = static_cast<size_t>(node.output_size());
  while (count > 0 && node.output(static_cast<int>(count) - 1).empty()) --count;
  return count;
}

const wire::GraphProto* find_graph(const wire::NodeProto& node, const std::string& name) {
  for (const auto& attribute : node.attribute()) {
    if (attribute.name() == name && attribute.has_g()) return &attribute.g();
  }
  return nullptr;
}

}  // namespace

Status NodeReader::read(const Nodes& nodes) {
  const GivenNames given = {[this](const std::string& name) { return scope_.defines(name); },
                            [this](const std::string& name) { return scope_.sees(name); }};
  NIGHTJAR_ASSIGN(const std::vector<int> order, order_nodes(nodes, given));
  for (const int index : order) {
    const wire::NodeProto& node = nodes.Get(index);
    const Status status = read_node(node, prefix_ + node_name(node, index));
    if (status.ok()) continue;
    const std::string title = node.op_type() + " '" + prefix_ + node_name(node, index) + "'";
    const bool is_titled = status.error().message.rfind(title, 0) == 0;
    return is_titled ? status.error() : status.error().in(title);
  }
  return {};
}

Status NodeReader::add_constant(const std::string& name, tensor::HostTensor value) {
  return scope_.define(name, network_.add_constant(prefix_ + name, std::move(value)));
}

Status NodeReader::read_node(const wire::NodeProto& proto, const std::string& name) {
  if (state_.nodes_left-- == 0) {
    state_.nodes_left = 0;
    return invalid_input("with its functions and bodies written out, the model has more than " +
                         std::to_string(state_.limits.max_nodes) + " nodes");
  }
  if (const Function* function = state_.functions.find(proto)) {
    return expand(*function, proto, name);
  }
  NIGHTJAR_ASSIGN(Node node, begin(proto, name));
  if (node.op.domain.empty() && node.op.type == "If") {
    if (const auto condition = known_condition(node)) return take_branch(proto, name, *condition);
  }
  NIGHTJAR_TRY(read_attributes(proto, state_.folder, state_.limits, node.op));
  return is_custom(node.op) ? read_custom(proto, std::move(node))
                            : read_operator(proto, std::move(node));
}

bool NodeReader::is_custom(const network::Op& op) const {
  return state_.custom != nullptr && !is_known(op) && state_.custom->has(op.domain, op.type);
}

Status NodeReader::read_custom(const wire::NodeProto& proto, Node node) {
  if (!node.op.tensors.empty() || !node.op.graphs.empty()) {
    return unsupported("has tensors or graphs for attributes, which a plugin is not given");
  }
  CustomNode custom{node.op.domain, node.op.type, node.opset, {}, node.op.attributes};
  for (const TensorId input : node.op.inputs) {
    custom.inputs.push_back(input == kAbsent ? tensor::TensorDesc() : network_.tensor(input).desc);
  }
  NIGHTJAR_ASSIGN(network::Op made, state_.custom->make(custom));
  NIGHTJAR_ASSIGN(const auto outputs, network::plugin_outputs(made));
  made.name = node.op.name;
  made.inputs = node.op.inputs;
  node.op = std::move(made);
  node.output_count = outputs.size();
  NIGHTJAR_ASSIGN(const auto tensors, Emitter(network_, node.op.name).node(node));
  return name_outputs(proto, tensors);
}

Result<Node> NodeReader::begin(const wire::NodeProto& proto, const std::string& name) {
  Node node;
  node.op.domain = plain_domain(proto.domain());
  node.op.type = proto.op_type();
  node.op.name = name;
  node.output_count = wanted_outputs(proto);
  if (node.output_count == 0) return invalid_input("has no output with a name: remove it");
  if (!is_known(node.op) && !is_custom(node.op)) {
    const bool is_standard = node.op.domain.empty();
    return unsupported("operator " + proto.op_type() + " of domain '" +
                       (is_standard ? "ai.onnx" : node.op.domain) + "' is not supported" +
                       (is_standard ? "" : ", and no plugin that is loaded has it"));
  }
  const auto opset = opsets_.find(node.op.domain);
  if (opset == opsets_.end()) {
    return invalid_input("the model does not import the domain '" + node.op.domain + "'");
  }
  node.opset = opset->second;
  for (const std::string& input : proto.input()) {
    const auto tensor = input.empty() ? kAbsent : scope_.find(input);
    if (!tensor) return invalid_input("reads '" + input + "', which nothing gives");
    node.op.inputs.push_back(*tensor);
  }
  return node;
}

Status NodeReader::read_operator(const wire::NodeProto& proto, Node node) {
  if (node.op.domain.empty() && node.op.type == "Constant") {
    NIGHTJAR_ASSIGN(tensor::HostTensor value, constant_value(node.op));
    if (node.output_count != 1) return invalid_input("has not one output");
    return add_constant(proto.output(0), std::move(value));
  }
  Emitter emit(network_, node.op.name);
  if (is_flex_attention(node.op)) {
    NIGHTJAR_TRY(read_flex_attention(proto, node, emit));
    return name_outputs(proto, *node.outputs);
  }
  NIGHTJAR_TRY(read_bodies(proto, {state_, opsets_, network_, scope_}, node));
  if (node.op.domain == "com.microsoft") {
    NIGHTJAR_TRY(translate_microsoft(node, emit));
  } else {
    NIGHTJAR_TRY(upgrade(node, emit));
  }
  if (node.outputs) return name_outputs(proto, *node.outputs);
  drop_unknown_attributes(node.op);
  NIGHTJAR_ASSIGN(const auto outputs, emit.node(node));
  return name_outputs(proto, outputs);
}

Status NodeReader::expand(const Function& function, const wire::NodeProto& call,
                          const std::string& name) {
  const Deeper deeper(state_);
  NIGHTJAR_TRY(deeper.check());
  const wire::FunctionProto& proto = *function.proto;
  if (call.input_size() > proto.input_size() || call.output_size() > proto.output_size()) {
    return invalid_input("has more inputs or outputs than its function");
  }
  Scope inner(network_);
  for (int i = 0; i < proto.input_size(); ++i) {
    const bool is_given = i < call.input_size() && !call.input(i).empty();
    const auto tensor = is_given ? scope_.find(call.input(i)) : kAbsent;
    if (!tensor) return invalid_input("reads '" + call.input(i) + "', which nothing gives");
    NIGHTJAR_TRY(inner.define(proto.input(i), *tensor));
  }
  NodeReader reader(state_, function.opsets, network_, inner, name + "/");
  NIGHTJAR_TRY(reader.read(instantiate(proto, call)));
  for (int i = 0; i < call.output_size(); ++i) {
    if (call.output(i).empty()) continue;
    const auto tensor = inner.find(proto.output(i));
    if (!tensor || *tensor == kAbsent) {
      return invalid_input("its function does not give '" + proto.output(i) + "'");
    }
    NIGHTJAR_TRY(name_output(call.output(i), *tensor));
  }
  return {};
}

std::optional<bool> NodeReader::known_condition(const Node& node) const {
  if (node.op.inputs.empty() || node.op.inputs[0] == kAbsent) return std::nullopt;
  const network::Tensor& condition = network_.tensor(node.op.inputs[0]);
  if (condition.desc.type != tensor::DataType::kBool) return std::nullopt;
  if (condition.constant && condition.constant->count() == 1) {
    return condition.constant->integer_at(0) != 0;
  }
  if (!condition.elements || condition.elements->size() != 1) return std::nullopt;
  const auto element = condition.elements->front().constant();
  return element ? std::optional(*element != 0) : std::nullopt;
}

Result<std::vector<TensorId>> NodeReader::inline_graph(const wire::GraphProto& graph,
                                                       const std::vector<TensorId>& inputs,
                                                       const std::string& prefix) {
  const Deeper deeper(state_);
  NIGHTJAR_TRY(deeper.check());
  if (static_cast<size_t>(graph.input_size()) != inputs.size()) {
    return invalid_input("has " + std::to_string(graph.input_size()) + " inputs, " +
                         std::to_string(inputs.size()) + " are wanted");
  }
  Scope inner(network_, &scope_);
  for (size_t i = 0; i < inputs.size(); ++i) {
    NIGHTJAR_TRY(inner.define(graph.input(static_cast<int>(i)).name(), inputs[i]));
  }
  GraphReader reader(state_, opsets_, network_, inner, prefix);
  NIGHTJAR_TRY(reader.read_parts(graph));
  return reader.outputs(graph);
}

Status NodeReader::take_branch(const wire::NodeProto& proto, const std::string& name,
                               bool condition) {
  const std::string wanted = condition ? "then_branch" : "else_branch";
  const wire::GraphProto* graph = find_graph(proto, wanted);
  if (graph == nullptr) return invalid_input("has no graph '" + wanted + "'");
  const auto outputs = inline_graph(*graph, {}, name + "/" + wanted + "/");
  if (!outputs.ok()) return outputs.error();
  if (outputs->size() < wanted_outputs(proto)) {
    return invalid_input("its graph '" + wanted + "' gives too few outputs");
  }
  for (size_t i = 0; i < wanted_outputs(proto); ++i) {
    const std::string& output = proto.output(static_cast<int>(i));
    if (!output.empty()) NIGHTJAR_TRY(name_output(output, (*outputs)[i]));
  }
  return {};
}

Status NodeReader::read_flex_attention(const wire::NodeProto& proto, Node& node, Emitter& emit) {
  bool has_graphs = false;
  for (const auto& attribute : proto.attribute()) has_graphs |= attribute.has_g();
  const auto apply = [&](const std::string& graph_name, TensorId value) -> Result<TensorId> {
    const wire::GraphProto* graph = find_graph(proto, graph_name);
    if (graph == nullptr) return value;
    NIGHTJAR_ASSIGN(const auto outputs,
                    inline_graph(*graph, {value}, node.op.name + "/" + graph_name + "/"));
    if (outputs.size() == 1) return outputs[0];
    return invalid_input("its graph '" + graph_name + "' has not one output");
  };
  return expand_flex_attention(node, emit, has_graphs, apply);
}

Status NodeReader::name_output(const std::string& name, TensorId tensor) {
  const bool is_computed = network_.has_op(network_.tensor(tensor).producer);
  if (is_computed) network_.tensor(tensor).name = prefix_ + name;
  return scope_.define(name, tensor);
}

Status NodeReader::name_outputs(const wire::NodeProto& proto,
                                const std::vector<TensorId>& outputs) {
  for (size_t i = 0; i < wanted_outputs(proto); ++i) {
    const std::string& name = proto.output(static_cast<int>(i));
    if (i >= outputs.size()) {
      return invalid_input("has " + std::to_string(wanted_outputs(proto)) + " outputs, at most " +
                           std::to_string(outputs.size()) + " are allowed");
    }
    if (!name.empty() && outputs[i] == kAbsent) {
      return unsupported("output " + std::to_string(i) + " is not supported");
    }
    if (!name.empty()) {
      NIGHTJAR_TRY(name_output(name, outputs[i]));
    } else if (outputs[i] != kAbsent) {
      drop_output(outputs[i], i);
    }
  }
  return {};
}

/// Nobody can name it. A node that was written out in several ops may read it itself.
void NodeReader::drop_output(TensorId id, size_t position) {
  network::Tensor& tensor = network_.tensor(id);
  if (!network_.has_op(tensor.producer)) return;
  std::vector<TensorId>& outputs = network_.op(tensor.producer).outputs;
  const bool is_own = position < outputs.size() && outputs[position] == id;
  if (!is_own || !network_.consumers(id).empty()) return;
  outputs[position] = kAbsent;
  tensor.producer = network::kNoOp;
}

}  // namespace nightjar::onnx
