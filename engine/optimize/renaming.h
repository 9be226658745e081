// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The same bytes under other extents: Reshape, as far as its target can be said.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/network/network.h"

namespace nightjar::optimize {

/// Reshape's second input from `from` to `to`, which hold equally many elements; nullopt when a
/// target cannot say it, having one extent that is inferred and copying others in their places.
std::optional<std::vector<int64_t>> reshape_target(const tensor::Shape& from,
                                                   const tensor::Shape& to);

/// `tensor` under the extents `wanted`, by a new Reshape that comes from `origins` unless it has
/// them; nullopt when a Reshape cannot say them.
std::optional<network::TensorId> renamed(network::Network& network, network::TensorId tensor,
                                         const tensor::Shape& wanted,
                                         const std::vector<std::string>& origins);

/// Whether `op` keeps every byte where it is, whatever the extents of its output.
bool is_renaming(const network::Op& op);

}  // namespace nightjar::optimize
