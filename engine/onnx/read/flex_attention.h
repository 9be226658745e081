// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// FlexAttention of the preview domain: attention with graphs of its own between its steps.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "engine/onnx/upgrade/upgrade.h"

namespace nightjar::onnx {

/// Puts the graph that an attribute holds into the network, on one value; gives the value back
/// where there is no such attribute.
using ApplyGraph =
    std::function<Result<network::TensorId>(const std::string& name, network::TensorId value)>;

bool is_flex_attention(const network::Op& op);
/// The node as plain Attention where it has no graphs, or step by step; sets its outputs.
Status expand_flex_attention(Node& node, Emitter& emit, bool has_graphs, const ApplyGraph& apply);

}  // namespace nightjar::onnx
