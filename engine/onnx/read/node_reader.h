// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// ONNX nodes into ops of a network.
#pragma once

#include <string>

#include "engine/network/network.h"
#include "engine/onnx/read/import_state.h"
#include "engine/onnx/read/scope.h"
#include "engine/onnx/upgrade/upgrade.h"

namespace nightjar::onnx {

/// Reads the nodes of one graph or function into a network that already has its inputs.
class NodeReader {
 public:
  /// Names of ops and inner values begin with `prefix`.
  NodeReader(ImportState& state, const Opsets& opsets, network::Network& network, Scope& scope,
             std::string prefix)
      : state_(state),
        opsets_(opsets),
        network_(network),
        scope_(scope),
        prefix_(std::move(prefix)) {}

  /// In the order of what they read, whatever order they stand in.
  Status read(const Nodes& nodes);

 private:
  Status read_node(const wire::NodeProto& proto, const std::string& name);
  Result<Node> begin(const wire::NodeProto& proto, const std::string& name);
  Status read_operator(const wire::NodeProto& proto, Node node);
  Status read_custom(const wire::NodeProto& proto, Node node);
  bool is_custom(const network::Op& op) const;
  /// Puts the nodes of a function in place of a call.
  Status expand(const Function& function, const wire::NodeProto& call, const std::string& name);
  /// Puts the nodes of the branch that is taken in place of an If whose condition is known.
  Status take_branch(const wire::NodeProto& proto, const std::string& name, bool condition);
  /// Puts a graph inside of a node into the network, on these inputs; gives its outputs.
  Result<std::vector<network::TensorId>> inline_graph(const wire::GraphProto& graph,
                                                      const std::vector<network::TensorId>& inputs,
                                                      const std::string& prefix);
  Status read_flex_attention(const wire::NodeProto& proto, Node& node, Emitter& emit);
  /// The condition of an If, where the model alone tells it.
  std::optional<bool> known_condition(const Node& node) const;
  Status add_constant(const std::string& name, tensor::HostTensor value);
  /// Gives the values a node defines their names, and drops those it leaves unnamed.
  Status name_outputs(const wire::NodeProto& proto, const std::vector<network::TensorId>& outputs);
  Status name_output(const std::string& name, network::TensorId tensor);
  void drop_output(network::TensorId tensor, size_t position);

  ImportState& state_;
  const Opsets& opsets_;
  network::Network& network_;
  Scope& scope_;
  std::string prefix_;
};

}  // namespace nightjar::onnx
