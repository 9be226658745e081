// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Newest meanings back into the opset that models are written in.
#pragma once

#include "base/result.h"
#include "engine/network/network.h"
#include "engine/onnx/onnx.pb.h"

namespace nightjar::onnx {

/// Appends `node`, the newest form of `op`, to `graph` in a form that kWrittenOpset has: as it
/// is, with inputs turned back into attributes, or spelled out in several nodes. Refuses what that
/// opset cannot say.
Status write_downgraded(const network::Network& network, const network::Op& op,
                        wire::NodeProto node, wire::GraphProto& graph);

}  // namespace nightjar::onnx
