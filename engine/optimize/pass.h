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
/// What scales and shifts channels after a convolution, such as BatchNormalization, goes into its
/// weights and bias.
Result<size_t> fold_batch_norm(network::Network& network);
/// x * 0.5 * (1 + erf(x / sqrt(2))) becomes Gelu, and its approximation by tanh too.
Result<size_t> recognise_activations(network::Network& network);
/// Products, factors, masks and a Softmax become one Attention, which reads and writes heads where
/// they lie. Only what a query gets that sees no key may differ: zeros instead of NaN.
Result<size_t> recognise_attention(network::Network& network);
/// A BatchNormalization that no convolution took becomes one product and one sum.
Result<size_t> spell_batch_norm(network::Network& network);
/// Zeros put around an image by Pad become the padding of the convolution that reads it.
Result<size_t> fold_pad(network::Network& network);
/// Ops that do the same to the same operands become one, and equal constants too.
Result<size_t> merge_duplicates(network::Network& network);
/// Products with one, sums with zero, casts there and back; quotients by constants become products.
Result<size_t> simplify_arithmetic(network::Network& network);
/// A Transpose before elementwise ops and one behind them become one.
Result<size_t> join_transposes(network::Network& network);
/// A Concat that begins with all parts of an earlier one, along the same axis, reads that one.
Result<size_t> nest_concats(network::Network& network);
/// Means, squares and roots become LayerNormalization or RMSNormalization; exponentials over their
/// sum a Softmax.
Result<size_t> recognise_norms(network::Network& network);
/// x * clip(x + 3, 0, 6) / 6 becomes HardSwish, without the first x HardSigmoid.
Result<size_t> recognise_hard_swish(network::Network& network);
/// Projections of one input to the queries, keys and values of one Attention become one product.
Result<size_t> merge_projections(network::Network& network);
/// Convolution + bias + residual + activation become FusedConv.
Result<size_t> fuse_conv(network::Network& network);
/// MatMul or Gemm + bias + residual + activation become FusedGemm.
Result<size_t> fuse_gemm(network::Network& network);

}  // namespace nightjar::optimize
