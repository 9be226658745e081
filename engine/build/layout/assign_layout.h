// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Puts activations in the layouts that were chosen for the ops that touch them.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "engine/network/network.h"

namespace nightjar::build {

/// The layout an op works in, by the name of its first output; ops that are not in it stay
/// row-major.
using LayoutsByOutput = std::map<std::string, tensor::Layout>;

/// How the bytes of a Transpose may be renamed instead of moved: its input lies in one layout and
/// its output in the other. Nothing for other ops and orders.
struct RelabelLayouts {
  tensor::Layout input, output;
};
std::optional<RelabelLayouts> relabel_layouts(const network::Op& op);

/// Gives `layout` to every activation that a convolution or pooling touches and to what follows,
/// as far as kernels take it, and puts Reformat ops at the borders. Inputs and outputs stay
/// row-major. Returns the number of ops that changed.
Result<size_t> assign_layout(network::Network& network, tensor::Layout layout);

/// Each op its own; one whose kernels do not take it after all stays row-major.
Result<size_t> assign_layouts(network::Network& network, const LayoutsByOutput& layouts);

}  // namespace nightjar::build
