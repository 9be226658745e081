// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// ONNX models written down in few words, sound ones and others.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/network/verify.h"
#include "engine/onnx/onnx.h"
#include "engine/onnx/onnx.pb.h"

namespace nightjar::onnx {

class ModelDraft {
 public:
  wire::ModelProto model;

  explicit ModelDraft(int64_t opset = 17) {
    model.set_ir_version(8);
    import("", opset);
  }
  wire::GraphProto& graph() { return *model.mutable_graph(); }

  void import(const std::string& domain, int64_t version) {
    auto& opset = *model.add_opset_import();
    opset.set_domain(domain);
    opset.set_version(version);
  }
  /// Extents: a number, or a name for one that is open.
  void input(const std::string& name, const std::vector<std::string>& extents, int type = 1) {
    auto& value = *graph().add_input();
    value.set_name(name);
    auto& tensor = *value.mutable_type()->mutable_tensor_type();
    tensor.set_elem_type(type);
    tensor.mutable_shape();
    for (const std::string& extent : extents) {
      auto& dim = *tensor.mutable_shape()->add_dim();
      const bool is_number = extent.find_first_not_of("-0123456789") == std::string::npos;
      if (is_number && !extent.empty()) {
        dim.set_dim_value(std::stoll(extent));
      } else if (!extent.empty()) {
        dim.set_dim_param(extent);
      }
    }
  }
  void output(const std::string& name) { graph().add_output()->set_name(name); }
  void floats(const std::string& name, const std::vector<int64_t>& dims) {
    int64_t count = 1;
    for (const int64_t extent : dims) count *= extent;
    auto& tensor = initializer(name, dims, 1);
    for (int64_t i = 0; i < count; ++i) tensor.add_float_data(1.0f);
  }
  void integers(const std::string& name, const std::vector<int64_t>& values) {
    auto& tensor = initializer(name, {static_cast<int64_t>(values.size())}, 7);
    for (const int64_t value : values) tensor.add_int64_data(value);
  }
  wire::TensorProto& initializer(const std::string& name, const std::vector<int64_t>& dims,
                                 int type) {
    auto& tensor = *graph().add_initializer();
    tensor.set_name(name);
    tensor.set_data_type(type);
    for (const int64_t extent : dims) tensor.add_dims(extent);
    return tensor;
  }
  wire::NodeProto& node(const std::string& type, const std::vector<std::string>& inputs,
                        const std::vector<std::string>& outputs) {
    auto& node = *graph().add_node();
    node.set_op_type(type);
    for (const std::string& input : inputs) node.add_input(input);
    for (const std::string& output : outputs) node.add_output(output);
    return node;
  }

  Result<network::Network> import_bytes(const std::string& folder = "") const {
    const std::string bytes = model.SerializeAsString();
    return import_model(std::as_bytes(std::span(bytes.data(), bytes.size())), folder);
  }
  /// The network, proved sound; a failed test and an empty one when it is refused.
  network::Network network() const {
    auto imported = import_bytes();
    EXPECT_TRUE(imported.ok()) << imported.error().message;
    if (!imported.ok()) return {};
    const Status sound = network::verify(*imported);
    EXPECT_TRUE(sound.ok()) << sound.error().message;
    return std::move(imported).value();
  }
  /// The sentence of the refusal; a failed test when there is none.
  std::string refusal() const {
    const auto imported = import_bytes();
    EXPECT_FALSE(imported.ok()) << "the model was not refused";
    return imported.ok() ? "" : imported.error().message;
  }
};

inline void set_int(wire::NodeProto& node, const std::string& name, int64_t value) {
  auto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(wire::AttributeProto::INT);
  attribute.set_i(value);
}
inline void set_float(wire::NodeProto& node, const std::string& name, float value) {
  auto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(wire::AttributeProto::FLOAT);
  attribute.set_f(value);
}
inline void set_text(wire::NodeProto& node, const std::string& name, const std::string& value) {
  auto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(wire::AttributeProto::STRING);
  attribute.set_s(value);
}
inline void set_ints(wire::NodeProto& node, const std::string& name,
                     const std::vector<int64_t>& values) {
  auto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(wire::AttributeProto::INTS);
  for (const int64_t value : values) attribute.add_ints(value);
}
inline void set_floats(wire::NodeProto& node, const std::string& name,
                       const std::vector<float>& values) {
  auto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(wire::AttributeProto::FLOATS);
  for (const float value : values) attribute.add_floats(value);
}

/// "float32[Nx4]" of output `index`.
inline std::string output_desc(const network::Network& network, size_t index = 0) {
  if (index >= network.outputs().size()) return "none";
  return to_string(network.tensor(network.outputs()[index]).desc);
}

/// Types of all ops in order, as "Flatten Softmax".
inline std::string op_types(const network::Network& network) {
  std::string text;
  for (const network::OpId id : network.topological_order()) {
    const network::Op& op = network.op(id);
    text += (text.empty() ? "" : " ") + (op.domain.empty() ? "" : op.domain + "::") + op.type;
  }
  return text;
}

}  // namespace nightjar::onnx
