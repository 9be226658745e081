// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A network as text, one line a tensor or op: for people, and for comparing in tests.
#pragma once

#include <string>

#include "engine/network/network.h"

namespace nightjar::network {

/// Inputs, constants that are read, ops in topological order, outputs. Equal networks print
/// equally whatever their ids are.
std::string dump(const Network& network);

/// "Conv 'conv1' (x, w, -) strides=[2,2] -> y float32[Nx64x112x112]".
std::string dump(const Network& network, const Op& op);

}  // namespace nightjar::network
