// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The masks of a spelled-out attention as the one that the fused op takes.
#pragma once

#include <optional>
#include <vector>

#include "engine/optimize/attention/attention_pattern.h"

namespace nightjar::optimize {

struct FusedMask {
  network::TensorId tensor = network::kAbsent;  ///< kAbsent when nothing but `causal` hides keys.
  bool causal = false;
};

/// Adds the ops that join several masks. nullopt when they mean something that an added mask
/// cannot: a choice whose fill is not low enough to hide.
std::optional<FusedMask> fused_mask(network::Network& network, const AttentionPattern& pattern);

}  // namespace nightjar::optimize
