// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Which ops only the running model can lower, and which of their inputs it must look into.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/network/network.h"

namespace nightjar::late {

/// Whether the kernels of `op` depend on values that are computed while the model runs: bodies,
/// sequences, parameters that are no constants, extents that follow from input values.
bool is_late(const network::Network& network, const network::Op& op);

/// Positions of the inputs whose values decide how an operator is lowered: axes, sizes, counts.
std::vector<size_t> parameter_inputs(const network::Op& op);

}  // namespace nightjar::late
