// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Ops that scale and shift channels by constants.
#pragma once

#include <optional>
#include <vector>

#include "engine/network/network.h"

namespace nightjar::optimize {

/// y = scale * x + shift, one number of each a channel (axis 1).
struct ChannelAffine {
  network::TensorId x = network::kAbsent;
  std::vector<double> scale, shift;
};

/// What a BatchNormalization at inference is, or a Mul, Div, Add or Sub with a constant that has
/// one element or one a channel. Nothing where a scale or shift is no finite number.
std::optional<ChannelAffine> channel_affine(const network::Network& network, const network::Op& op);

}  // namespace nightjar::optimize
