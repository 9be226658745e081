// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One ONNX graph into a network: the model's own, or one inside of a node.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "engine/network/network.h"
#include "engine/onnx/read/import_state.h"
#include "engine/onnx/read/scope.h"
#include "engine/onnx/read/value_type.h"

namespace nightjar::onnx {

/// Reads constants, inputs, nodes and outputs, in this order. Used once.
class GraphReader {
 public:
  GraphReader(ImportState& state, const Opsets& opsets, network::Network& network, Scope& scope,
              std::string prefix = "")
      : state_(state),
        opsets_(opsets),
        network_(network),
        scope_(scope),
        prefix_(std::move(prefix)) {}

  /// The whole graph of a model.
  Status read(const wire::GraphProto& graph);
  /// A graph inside of a node, whose inputs are these.
  Status read(const wire::GraphProto& graph, const std::vector<ValueType>& inputs);
  /// Constants and nodes alone.
  Status read_parts(const wire::GraphProto& graph);
  /// The values that the graph's outputs stand for, in its network.
  Result<std::vector<network::TensorId>> outputs(const wire::GraphProto& graph);

 private:
  Status read_initializers(const wire::GraphProto& graph);
  Status read_inputs(const wire::GraphProto& graph);
  Status add_outputs(const wire::GraphProto& graph);
  Status add_constant(const std::string& name, tensor::HostTensor value);
  Status add_input(const std::string& name, ValueType type);

  ImportState& state_;
  const Opsets& opsets_;
  network::Network& network_;
  Scope& scope_;
  std::string prefix_;
};

}  // namespace nightjar::onnx
