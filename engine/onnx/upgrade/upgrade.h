// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Old forms of operators into their newest meaning: one file per family, one table of all steps.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/network/network.h"

namespace nightjar::onnx {

/// A node on its way into the network: its op with inputs resolved, and what it came from.
struct Node {
  network::Op op;
  size_t output_count = 0;
  int64_t opset = 0;
  /// Set by a step that has put the whole node into the network itself.
  std::optional<std::vector<network::TensorId>> outputs;
};

/// Takes an attribute of a node out. Nothing when it is absent, an error when its kind is wrong.
Result<std::optional<int64_t>> take_int(Node& node, const std::string& name);
Result<std::optional<double>> take_float(Node& node, const std::string& name);
Result<std::optional<std::vector<int64_t>>> take_ints(Node& node, const std::string& name);
Result<std::optional<std::vector<double>>> take_floats(Node& node, const std::string& name);
Result<std::optional<std::string>> take_string(Node& node, const std::string& name);

/// Puts constants and further ops beside a node into the network.
class Emitter {
 public:
  Emitter(network::Network& network, const std::string& origin)
      : network_(network), origin_(origin) {}

  const network::Tensor& tensor(network::TensorId id) const { return network_.tensor(id); }
  network::TensorId integers(const std::string& what, const std::vector<int64_t>& values);
  network::TensorId floats(const std::string& what, const std::vector<float>& values);
  network::TensorId constant(const std::string& what, tensor::HostTensor value);
  /// One number of `type`, without axes.
  network::TensorId scalar(const std::string& what, tensor::DataType type, double value);
  /// An op with one output, named after the node.
  Result<network::TensorId> op(const std::string& type, std::vector<network::TensorId> inputs,
                               tensor::Attributes attributes = {});
  /// An op with `output_count` outputs.
  Result<std::vector<network::TensorId>> ops(const std::string& type,
                                             std::vector<network::TensorId> inputs,
                                             tensor::Attributes attributes, size_t output_count);
  /// The node's own op as it stands.
  Result<std::vector<network::TensorId>> node(Node& node);

 private:
  network::Network& network_;
  std::string origin_;
};

/// Sets input `index` of the node, with absent ones before it where need be.
void set_input(Node& node, size_t index, network::TensorId tensor);
bool has_input(const Node& node, size_t index);
/// What is known of input `index`; refuses one that is absent or that only running describes.
Result<tensor::TensorDesc> need_described(const Node& node, const Emitter& emit, size_t index);

/// A step that a node takes when its model's opset is below `before`.
struct UpgradeStep {
  const char* type;
  int64_t before;
  Status (*take)(Node& node, Emitter& emit);
};

/// Steps of each family, oldest forms first.
std::vector<UpgradeStep> activation_steps();
std::vector<UpgradeStep> broadcast_steps();
std::vector<UpgradeStep> cast_steps();
std::vector<UpgradeStep> norm_steps();
std::vector<UpgradeStep> pool_steps();
std::vector<UpgradeStep> reduce_steps();
std::vector<UpgradeStep> reshape_steps();
std::vector<UpgradeStep> resize_steps();
std::vector<UpgradeStep> scan_steps();
std::vector<UpgradeStep> signal_steps();
std::vector<UpgradeStep> slice_steps();
std::vector<UpgradeStep> vision_steps();

/// Whether an operator has steps of its own, so that it may become another one.
bool has_steps(const network::Op& op);
/// The operators of the domain com.microsoft that can be turned into others, in name order.
std::vector<std::string> microsoft_operators();
/// Brings a node of ONNX's own domain to its newest meaning.
Status upgrade(Node& node, Emitter& emit);
/// Turns a node of the domain com.microsoft into ops that are known here, where that is possible.
Status translate_microsoft(Node& node, Emitter& emit);

}  // namespace nightjar::onnx
