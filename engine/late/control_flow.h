// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// If, Loop, Scan and SequenceMap: when to run a body, with what, and what becomes of its outputs.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/network/network.h"
#include "engine/tensor/value.h"

namespace nightjar::late {

/// Runs the body of that name on its inputs, captured ones included; gives its outputs.
using RunBody = std::function<Result<std::vector<tensor::Value>>(
    const std::string& name, std::vector<tensor::Value> inputs)>;

/// The outputs of an op with bodies. `inputs` are formal ones, then captured ones, as in Op.
Result<std::vector<tensor::Value>> run_control_flow(const network::Op& op,
                                                    std::vector<tensor::Value> inputs,
                                                    const RunBody& run_body);

}  // namespace nightjar::late
