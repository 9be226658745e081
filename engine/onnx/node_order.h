// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The order in which the nodes of a graph can be read.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/onnx/onnx.pb.h"

namespace nightjar::onnx {

/// Positions of `graph`'s nodes, producers first and otherwise as they stand. Refuses values with
/// two producers, values that nothing gives, and cycles; the error names the node.
/// `given` are the names of inputs and initialisers.
Result<std::vector<int>> order_nodes(const wire::GraphProto& graph,
                                     const std::set<std::string>& given);

/// The node's name, or "Type_index" when it has none.
std::string node_name(const wire::NodeProto& node, int index);
/// "Conv 'conv1'", for messages.
std::string node_title(const wire::NodeProto& node, int index);

}  // namespace nightjar::onnx
