// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One ONNX graph into a network.
#pragma once

#include <map>
#include <string>

#include "base/result.h"
#include "engine/network/network.h"
#include "engine/onnx/onnx.h"
#include "engine/onnx/onnx.pb.h"
#include "engine/onnx/value_type.h"

namespace nightjar::onnx {

/// Version of each imported operator set; ONNX's own domain is "".
using Opsets = std::map<std::string, int64_t>;

/// Reads constants, inputs, nodes and outputs, in this order. Used once.
class GraphReader {
 public:
  GraphReader(const Opsets& opsets, std::string folder, const ImportLimits& limits)
      : opsets_(opsets), folder_(std::move(folder)), limits_(limits) {}

  Result<network::Network> read(const wire::GraphProto& graph);

 private:
  Status read_initializers(const wire::GraphProto& graph);
  Status read_inputs(const wire::GraphProto& graph);
  Status read_nodes(const wire::GraphProto& graph);
  Status read_outputs(const wire::GraphProto& graph);
  Status read_node(const wire::NodeProto& node, const std::string& name);
  Status add_constant(const std::string& name, tensor::HostTensor value);
  Status define(const std::string& name, network::TensorId tensor);
  /// Gives the values a node defines their names, and drops those it leaves unnamed.
  Status name_outputs(const wire::NodeProto& node, const std::vector<network::TensorId>& outputs);

  const Opsets& opsets_;
  std::string folder_;
  ImportLimits limits_;
  network::Network network_;
  SymbolNames symbols_;
  std::map<std::string, network::TensorId> values_;
};

}  // namespace nightjar::onnx
