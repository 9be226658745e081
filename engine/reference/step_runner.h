// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Runs one lowered op on host tensors.
#pragma once

#include <vector>

#include "engine/lower/lower.h"
#include "engine/network/network.h"

namespace nightjar::reference {

/// Output tensors of `op` in its own order, undefined where an output is not wanted. `inputs` are
/// undefined where absent; `symbols` must hold all that the shapes name.
Result<std::vector<tensor::HostTensor>> run_lowered(const network::Network& network,
                                                    const network::Op& op,
                                                    const std::vector<tensor::HostTensor>& inputs,
                                                    const tensor::SymbolValues& symbols);

}  // namespace nightjar::reference
