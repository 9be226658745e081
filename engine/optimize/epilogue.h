// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What a convolution or matrix product can take along: bias, residual, activation.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/network/network.h"

namespace nightjar::optimize {

/// An activation as a fused op's attributes have it.
struct ActivationAttributes {
  std::string name;  ///< One of network::kActivations.
  double alpha = 0, beta = 0;
};

/// The activation that `op` alone is, when a fused op can hold it.
std::optional<ActivationAttributes> activation_of(const network::Network& network,
                                                  const network::Op& op);

/// Gives `fused` the activation that alone reads its output (a SiLU's two ops count as one).
/// Returns whether it did.
bool absorb_activation(network::Network& network, network::OpId fused);

/// Gives `fused`, whose operand 3 is free and which has no activation yet, the other operand of
/// the Add that alone reads its output, when that has the output's shape.
bool absorb_residual(network::Network& network, network::OpId fused);

/// Gives `fused`, whose operand 2 is free, the constant that an Add alone adds to its output, when
/// `fits` that constant's extents.
bool absorb_bias(network::Network& network, network::OpId fused,
                 std::optional<tensor::Dims> (*bias_dims)(const tensor::Dims& added,
                                                          const tensor::Shape& output));

}  // namespace nightjar::optimize
