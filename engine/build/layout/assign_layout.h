// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Chooses how the activations of convolutional regions lie in memory.
#pragma once

#include "engine/network/network.h"

namespace nightjar::build {

/// Gives `layout` to every activation that a convolution or pooling touches and to what follows,
/// as far as kernels take it, and puts Reformat ops at the borders. Inputs and outputs stay
/// row-major. Returns the number of ops that changed.
Result<size_t> assign_layout(network::Network& network, tensor::Layout layout);

}  // namespace nightjar::build
