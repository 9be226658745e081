// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Sequences and optionals: what ONNX lets a model do with them.
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "engine/network/network.h"
#include "engine/tensor/value.h"

namespace nightjar::late {

bool is_sequence_op(const network::Op& op);

/// The outputs of a sequence op. `inputs[i]` is kNothing where absent.
Result<std::vector<tensor::Value>> run_sequence_op(const network::Op& op,
                                                   std::span<const tensor::Value> inputs);

}  // namespace nightjar::late
