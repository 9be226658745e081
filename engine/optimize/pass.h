// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One rewrite of the network. Each pass has a file of its own; pipeline.cc has the order.
#pragma once

#include <cstddef>

#include "base/result.h"
#include "engine/network/network.h"

namespace nightjar::optimize {

/// Changes the network where the pattern is found and returns how often. The meaning of every
/// output stays; every op that replaces others keeps the list of their origins.
using Pass = Result<size_t> (*)(network::Network&);

/// Ops of constants alone become constants, and so do shape computations that came out constant.
Result<size_t> fold_constants(network::Network& network);
/// Identity, Dropout, casts to the same type, reshapes to the same shape and their like.
Result<size_t> remove_identities(network::Network& network);
/// Transposes after transposes become one; those that move only extents of 1 become reshapes.
Result<size_t> simplify_transposes(network::Network& network);
/// Renamings after renamings (Reshape, Flatten, Squeeze, Unsqueeze) become one Reshape.
Result<size_t> simplify_reshapes(network::Network& network);
/// BatchNormalization after a convolution goes into its weights and bias.
Result<size_t> fold_batch_norm(network::Network& network);
/// x * 0.5 * (1 + erf(x / sqrt(2))) becomes Gelu; x * sigmoid(x) a SiLU.
Result<size_t> recognise_activations(network::Network& network);
/// Products, factors, masks and a Softmax become one Attention, which reads and writes heads where
/// they lie. Only what a query gets that sees no key may differ: zeros instead of NaN.
Result<size_t> recognise_attention(network::Network& network);
/// Convolution + bias + residual + activation become FusedConv.
Result<size_t> fuse_conv(network::Network& network);
/// MatMul or Gemm + bias + residual + activation become FusedGemm.
Result<size_t> fuse_gemm(network::Network& network);

}  // namespace nightjar::optimize
