// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Constant nodes as the tensors they hold.
#pragma once

#include "base/result.h"
#include "engine/network/network.h"

namespace nightjar::onnx {

/// The tensor of a Constant op, whichever of its attributes holds it.
Result<tensor::HostTensor> constant_value(const network::Op& op);

}  // namespace nightjar::onnx
