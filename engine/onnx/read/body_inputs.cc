// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/onnx/read/body_inputs.h"

#include <algorithm>

namespace nightjar::onnx {
namespace {

using network::kAbsent;
using network::Network;
using network::TensorId;
using network::ValueKind;
using tensor::DataType;

ValueType scalar(DataType type) { return {{type, {}}, ValueKind::kTensor, true}; }

ValueType type_of(const Network& network, TensorId id) {
  if (id == kAbsent) return {};
  const network::Tensor& tensor = network.tensor(id);
  return {{tensor.desc.type, tensor.desc.shape}, tensor.kind, tensor.described};
}

/// A slice of a tensor at one position of `axis`.
ValueType slice_of(ValueType whole, int64_t axis) {
  auto& shape = whole.desc.shape;
  const auto rank = static_cast<int64_t>(shape.size());
  if (axis < 0) axis += rank;
  if (!whole.described || axis < 0 || axis >= rank) {
    return {{whole.desc.type, {}}, ValueKind::kTensor, false};
  }
  shape.erase(shape.begin() + axis);
  return whole;
}

/// Round number, condition, carried values.
BodyInputs loop_inputs(const Node& node, const Network& network) {
  BodyInputs inputs{{scalar(DataType::kInt64), scalar(DataType::kBool)}, {}};
  for (size_t i = 2; i < node.op.inputs.size(); ++i) {
    inputs.types.push_back(type_of(network, node.op.inputs[i]));
    inputs.carried.push_back({i - 1, i});
  }
  return inputs;
}

/// States, then one slice of each scanned tensor. Before opset 9 there was a batch axis in front,
/// and the lengths of its sequences were input 0.
BodyInputs scan_inputs(const Node& node, const Network& network) {
  const bool is_batched = node.opset < 9;
  const size_t first = is_batched ? 1 : 0;
  const size_t count = node.op.inputs.size() - std::min(first, node.op.inputs.size());
  const auto wanted = static_cast<size_t>(node.op.attributes.get_int("num_scan_inputs", 0));
  const size_t scanned = std::min(count, wanted);
  const auto axes = node.op.attributes.get_ints("scan_input_axes");
  BodyInputs inputs;
  for (size_t i = 0; i < count; ++i) {
    ValueType type = type_of(network, node.op.inputs[first + i]);
    if (is_batched) type = slice_of(type, 0);
    const size_t state_count = count - scanned;
    if (i < state_count) {
      inputs.carried.push_back({i, i});
    } else {
      const size_t number = i - state_count;
      type = slice_of(type, number < axes.size() ? axes[number] : 0);
    }
    inputs.types.push_back(std::move(type));
  }
  return inputs;
}

/// One element of each sequence; tensors as they are.
BodyInputs map_inputs(const Node& node, const Network& network) {
  BodyInputs inputs;
  for (const TensorId id : node.op.inputs) {
    ValueType type = type_of(network, id);
    if (type.kind != ValueKind::kTensor) type = {{type.desc.type, {}}, ValueKind::kTensor, false};
    inputs.types.push_back(std::move(type));
  }
  return inputs;
}

/// The round number and condition may be declared with one element on an axis; what is not known
/// from outside is as the body declares it.
bool should_take_declared(const Node& node, size_t index, const ValueType& known,
                          const ValueType& declared) {
  const bool is_loop_control = node.op.type == "Loop" && index < 2;
  if (!is_loop_control) return !known.described;
  const auto count = tensor::element_count(declared.desc.shape).constant();
  return declared.described && declared.desc.type == known.desc.type && count == 1;
}

/// True when `type` changed.
bool widen(ValueType& type, const network::Tensor& given, const std::string& name) {
  const bool is_same_sort = given.is_plain() && type.kind == ValueKind::kTensor &&
                            given.desc.type == type.desc.type &&
                            given.desc.shape.size() == type.desc.shape.size();
  if (!type.described) return false;
  if (!is_same_sort) {
    type = {{type.desc.type, {}}, given.kind, false};
    return true;
  }
  bool changed = false;
  for (size_t axis = 0; axis < type.desc.shape.size(); ++axis) {
    const std::string symbol = name + "." + std::to_string(axis);
    tensor::Dim& extent = type.desc.shape[axis];
    if (extent == given.desc.shape[axis] || extent == tensor::Dim::symbol(symbol)) continue;
    extent = tensor::Dim::symbol(symbol);
    changed = true;
  }
  return changed;
}

}  // namespace

Result<BodyInputs> first_body_inputs(const wire::GraphProto& body, const Node& node,
                                     const Network& network, const std::string& prefix) {
  BodyInputs inputs;
  if (node.op.type == "Loop") inputs = loop_inputs(node, network);
  if (node.op.type == "Scan") inputs = scan_inputs(node, network);
  if (node.op.type == "SequenceMap") inputs = map_inputs(node, network);
  SymbolNames symbols(prefix);
  const auto count = std::min(inputs.types.size(), static_cast<size_t>(body.input_size()));
  for (size_t i = 0; i < count; ++i) {
    NIGHTJAR_ASSIGN(ValueType declared, read_value_type(body.input(static_cast<int>(i)), symbols));
    ValueType& known = inputs.types[i];
    if (!should_take_declared(node, i, known, declared)) continue;
    const bool is_other_kind = known.kind != declared.kind && known.kind != ValueKind::kTensor;
    if (!is_other_kind) known = std::move(declared);
  }
  return inputs;
}

bool widen_body_inputs(BodyInputs& inputs, const Network& body, const std::string& prefix) {
  bool changed = false;
  for (const CarriedValue& value : inputs.carried) {
    if (value.output >= body.outputs().size() || value.input >= inputs.types.size()) continue;
    const network::Tensor& given = body.tensor(body.outputs()[value.output]);
    const std::string name = prefix + "carried" + std::to_string(value.input);
    changed |= widen(inputs.types[value.input], given, name);
  }
  return changed;
}

void forget_carried_inputs(BodyInputs& inputs) {
  for (const CarriedValue& value : inputs.carried) {
    if (value.input >= inputs.types.size()) continue;
    ValueType& type = inputs.types[value.input];
    type.desc.shape.clear();
    type.described = false;
  }
}

}  // namespace nightjar::onnx
