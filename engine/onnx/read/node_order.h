// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The order in which the nodes of a graph can be read.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/onnx/onnx.pb.h"

namespace nightjar::onnx {

using Nodes = google::protobuf::RepeatedPtrField<wire::NodeProto>;

using Nodes = google::protobuf::RepeatedPtrField<wire::NodeProto>;

/// Names that nodes may read without any of them giving it: `defines` tells the graph's inputs and
/// initialisers, `sees` also what the graphs around it give.
struct GivenNames {
  std::function<bool(const std::string&)> defines, sees;
};

/// Positions of nodes, producers first and otherwise as they stand; what a graph inside of a node
/// reads counts as read by the node. Refuses values with two producers, values that nothing gives,
/// and cycles; the error names the node.
Result<std::vector<int>> order_nodes(const Nodes& nodes, const GivenNames& given);

/// The node's name, or "Type_index" when it has none.
std::string node_name(const wire::NodeProto& node, int index);
/// "Conv 'conv1'", for messages.
std::string node_title(const wire::NodeProto& node, int index);

}  // namespace nightjar::onnx
