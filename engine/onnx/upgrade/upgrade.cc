// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/onnx/upgrade/upgrade.h"

#include <map>

#include "engine/onnx/onnx.h"

namespace nightjar::onnx {
namespace {

using network::kAbsent;
using network::TensorId;

template <typename T>
Result<std::optional<T>> take(Node& node, const std::string& name, const char* wanted) {
  const auto& values = node.op.attributes.values();
  const auto found = values.find(name);
  if (found == values.end()) {
    const bool is_other = node.op.tensors.count(name) != 0 || node.op.graphs.count(name) != 0;
    if (!is_other) return std::optional<T>();
  } else if (const T* value = std::get_if<T>(&found->second)) {
    std::optional<T> taken = *value;
    node.op.attributes.erase(name);
    return taken;
  }
  return invalid_input("attribute '" + name + "' does not hold " + wanted);
}

/// Every family's steps by operator; within one operator oldest first.
const std::multimap<std::string, UpgradeStep>& all_steps() {
  static const auto steps = [] {
    std::multimap<std::string, UpgradeStep> table;
    for (const auto& family : {activation_steps(), broadcast_steps(), cast_steps(), norm_steps(),
                               pool_steps(), reduce_steps(), reshape_steps(), resize_steps(),
                               scan_steps(), signal_steps(), slice_steps(), vision_steps()}) {
      for (const UpgradeStep& step : family) table.emplace(step.type, step);
    }
    return table;
  }();
  return steps;
}

}  // namespace

Result<std::optional<int64_t>> take_int(Node& node, const std::string& name) {
  return take<int64_t>(node, name, "an integer");
}
Result<std::optional<double>> take_float(Node& node, const std::string& name) {
  return take<double>(node, name, "a number");
}
Result<std::optional<std::vector<int64_t>>> take_ints(Node& node, const std::string& name) {
  return take<std::vector<int64_t>>(node, name, "integers");
}
Result<std::optional<std::vector<double>>> take_floats(Node& node, const std::string& name) {
  return take<std::vector<double>>(node, name, "numbers");
}
Result<std::optional<std::string>> take_string(Node& node, const std::string& name) {
  return take<std::string>(node, name, "a string");
}

TensorId Emitter::integers(const std::string& what, const std::vector<int64_t>& values) {
  const auto count = static_cast<int64_t>(values.size());
  return network_.add_constant(network_.unique_name(origin_ + "." + what),
                               tensor::HostTensor::of_int64({count}, values));
}

TensorId Emitter::floats(const std::string& what, const std::vector<float>& values) {
  const auto count = static_cast<int64_t>(values.size());
  return network_.add_constant(network_.unique_name(origin_ + "." + what),
                               tensor::HostTensor::of_floats({count}, values));
}

TensorId Emitter::constant(const std::string& what, tensor::HostTensor value) {
  return network_.add_constant(network_.unique_name(origin_ + "." + what), std::move(value));
}

TensorId Emitter::scalar(const std::string& what, tensor::DataType type, double value) {
  tensor::HostTensor number(type, {});
  // Next to a string it stays empty, and the op that reads both refuses them.
  if (type != tensor::DataType::kString) number.set_value(0, value);
  return network_.add_constant(network_.unique_name(origin_ + "." + what), std::move(number));
}

Result<TensorId> Emitter::op(const std::string& type, std::vector<TensorId> inputs,
                             tensor::Attributes attributes) {
  NIGHTJAR_ASSIGN(const auto outputs, ops(type, std::move(inputs), std::move(attributes), 1));
  return outputs.front();
}

Result<std::vector<TensorId>> Emitter::ops(const std::string& type, std::vector<TensorId> inputs,
                                           tensor::Attributes attributes, size_t output_count) {
  network::Op op;
  op.type = type;
  op.name = origin_ + "." + type;
  op.inputs = std::move(inputs);
  op.attributes = std::move(attributes);
  op.origins = {origin_};
  return network_.add_op(std::move(op), output_count);
}

Result<std::vector<TensorId>> Emitter::node(Node& node) {
  node.op.origins = {origin_};
  return network_.add_op(std::move(node.op), node.output_count);
}

void set_input(Node& node, size_t index, TensorId tensor) {
  auto& inputs = node.op.inputs;
  if (inputs.size() <= index) inputs.resize(index + 1, kAbsent);
  inputs[index] = tensor;
}

bool has_input(const Node& node, size_t index) {
  return index < node.op.inputs.size() && node.op.inputs[index] != kAbsent;
}

Result<tensor::TensorDesc> need_described(const Node& node, const Emitter& emit, size_t index) {
  const std::string place = "input " + std::to_string(index);
  if (!has_input(node, index)) return invalid_input(place + " is missing");
  const network::Tensor& tensor = emit.tensor(node.op.inputs[index]);
  if (tensor.is_plain()) return tensor.desc;
  return unsupported(place + " has a shape that only running the model tells, and this form of " +
                     node.op.type + " needs it: export the model with a newer opset");
}

bool has_steps(const network::Op& op) {
  return op.domain == "com.microsoft" || (op.domain.empty() && all_steps().count(op.type) != 0);
}

std::vector<RewrittenForm> rewritten_forms() {
  std::vector<RewrittenForm> forms;
  for (const auto& [type, step] : all_steps()) forms.push_back({"", type, step.before});
  forms.push_back({"ai.onnx.preview", "FlexAttention", INT64_MAX});
  for (std::string& type : microsoft_operators()) {
    forms.push_back({"com.microsoft", std::move(type), INT64_MAX});
  }
  return forms;
}

Status upgrade(Node& node, Emitter& emit) {
  // A step may make another operator of the node, whose own steps follow.
  std::string type;
  while (type != node.op.type && !node.outputs) {
    type = node.op.type;
    const auto [first, last] = all_steps().equal_range(type);
    for (auto step = first; step != last && !node.outputs && node.op.type == type; ++step) {
      if (node.opset < step->second.before) NIGHTJAR_TRY(step->second.take(node, emit));
    }
  }
  return {};
}

}  // namespace nightjar::onnx
