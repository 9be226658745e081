// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// ONNX nodes written one by one, with the constants they bring along.
#pragma once

#include <string>
#include <vector>

#include "engine/onnx/onnx.pb.h"
#include "engine/tensor/attributes.h"
#include "engine/tensor/host_tensor.h"

namespace nightjar::onnx {

/// Opset that models are written in.
inline constexpr int64_t kWrittenOpset = 17;

void write_attribute(const std::string& name, const tensor::AttributeValue& value,
                     wire::NodeProto& node);

/// The attribute of that name, or nullptr.
const wire::AttributeProto* find_attribute(const wire::NodeProto& node, const std::string& name);
/// Takes an attribute away if it is there.
void erase_attribute(const std::string& name, wire::NodeProto& node);

/// Appends nodes and initialisers to a graph, all named after one op.
class NodeWriter {
 public:
  NodeWriter(wire::GraphProto& graph, std::string stem) : graph_(graph), stem_(std::move(stem)) {}

  /// A node with one output; the output's name is `output`, or made up when that is empty.
  std::string node(const std::string& type, const std::vector<std::string>& inputs,
                   const std::string& output = "");
  /// An initialiser and its name.
  std::string constant(const tensor::HostTensor& value);
  std::string scalar(tensor::DataType type, double value);

 private:
  std::string next_name();

  wire::GraphProto& graph_;
  std::string stem_;
  int count_ = 0;
};

}  // namespace nightjar::onnx
