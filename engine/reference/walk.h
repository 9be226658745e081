// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The row-major view of a network, the symbols its inputs bind, and when tensors die.
#pragma once

#include <vector>

#include "engine/reference/reference.h"

namespace nightjar::reference {

/// The network with every tensor row-major, so that ops mean what ONNX says whatever layouts a
/// builder has given them.
network::Network in_row_major(const network::Network& network);

/// Checks the inputs against their descriptions and binds their symbols. Errors name the input.
Result<tensor::SymbolValues> bind_inputs(const network::Network& network,
                                         const TensorsByName& inputs);

/// For each tensor, the position in `order` of the last op that reads it; outputs of the network
/// live on behind the end.
std::vector<size_t> last_reads(const network::Network& network,
                               const std::vector<network::OpId>& order);

}  // namespace nightjar::reference
