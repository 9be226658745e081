// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Attributes of ONNX nodes into those of network ops.
#pragma once

#include <string>

#include "base/result.h"
#include "engine/network/network.h"
#include "engine/onnx/onnx.h"
#include "engine/onnx/onnx.pb.h"

namespace nightjar::onnx {

/// Copies every attribute of `node` into `op`. Kinds are told by what an attribute holds; whether
/// that is the kind its name wants is asked later.
Status read_attributes(const wire::NodeProto& node, const std::string& folder,
                       const ImportLimits& limits, network::Op& op);

}  // namespace nightjar::onnx
