// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/onnx/write/node_writer.h"

#include "engine/onnx/tensor_proto.h"

namespace nightjar::onnx {
namespace {

using wire::AttributeProto;

struct Filler {
  AttributeProto& attribute;

  void operator()(int64_t value) const {
    attribute.set_type(AttributeProto::INT);
    attribute.set_i(value);
  }
  void operator()(double value) const {
    attribute.set_type(AttributeProto::FLOAT);
    attribute.set_f(static_cast<float>(value));
  }
  void operator()(const std::string& value) const {
    attribute.set_type(AttributeProto::STRING);
    attribute.set_s(value);
  }
  void operator()(const std::vector<int64_t>& values) const {
    attribute.set_type(AttributeProto::INTS);
    for (const int64_t value : values) attribute.add_ints(value);
  }
  void operator()(const std::vector<double>& values) const {
    attribute.set_type(AttributeProto::FLOATS);
    for (const double value : values) attribute.add_floats(static_cast<float>(value));
  }
  void operator()(const std::vector<std::string>& values) const {
    attribute.set_type(AttributeProto::STRINGS);
    for (const std::string& value : values) attribute.add_strings(value);
  }
};

}  // namespace

void write_attribute(const std::string& name, const tensor::AttributeValue& value,
                     wire::NodeProto& node) {
  AttributeProto& attribute = *node.add_attribute();
  attribute.set_name(name);
  std::visit(Filler{attribute}, value);
}

const AttributeProto* find_attribute(const wire::NodeProto& node, const std::string& name) {
  for (const AttributeProto& attribute : node.attribute()) {
    if (attribute.name() == name) return &attribute;
  }
  return nullptr;
}

void erase_attribute(const std::string& name, wire::NodeProto& node) {
  for (int i = 0; i < node.attribute_size(); ++i) {
    if (node.attribute(i).name() != name) continue;
    node.mutable_attribute()->DeleteSubrange(i, 1);
    return;
  }
}

std::string NodeWriter::next_name() { return stem_ + "/" + std::to_string(count_++); }

std::string NodeWriter::node(const std::string& type, const std::vector<std::string>& inputs,
                             const std::string& output) {
  wire::NodeProto& node = *graph_.add_node();
  const std::string name = next_name();
  node.set_name(name);
  node.set_op_type(type);
  for (const std::string& input : inputs) node.add_input(input);
  node.add_output(output.empty() ? name : output);
  return node.output(0);
}

std::string NodeWriter::constant(const tensor::HostTensor& value) {
  const std::string name = next_name();
  to_proto(value, name, *graph_.add_initializer());
  return name;
}

std::string NodeWriter::scalar(tensor::DataType type, double value) {
  tensor::HostTensor number(type, {});
  number.set_value(0, value);
  return constant(number);
}

}  // namespace nightjar::onnx
