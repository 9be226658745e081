// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Lets the arithmetic of a network run in a lower precision between its inputs and outputs.
#pragma once

#include <set>
#include <string>

#include "engine/build/builder.h"
#include "engine/network/network.h"

namespace nightjar::build {

/// Turns float32 activations into `type` wherever the op's kernels take it, weights of heavy ops
/// too, and puts Reformat ops at the borders. Inputs and outputs keep their types; biases, scales
/// and statistics stay float32, and so does a heavy op that came from a node of `keep_float`.
/// Returns the number of ops that changed.
Result<size_t> assign_precision(network::Network& network, tensor::DataType type,
                                const std::set<std::string>& keep_float = {});

}  // namespace nightjar::build
