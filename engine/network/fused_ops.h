// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The ops of domain "nightjar": what passes write and lowering reads.
#pragma once

#include <array>
#include <string_view>

namespace nightjar::network {

/// Domain of the ops below. Their shape rules stand in rules/fused.cc.
///
/// FusedConv (X, W, [B], [residual]): activation(conv + B + residual) with Conv's attributes,
///   `activation` string, `alpha` and `beta` floats, `to` int (output type, X's when absent).
/// FusedGemm (A [..,M,K], B [..,K,N], [bias], [residual]): activation(alpha * A'B' + bias +
///   residual), `transA` and `transB` ints swap the last two axes, batch axes broadcast as in
///   MatMul; `scale` float is the factor (1); `activation`, `alpha`, `beta`, `to` as above. The
///   bias broadcasts to the output, the residual has its shape.
/// Pointwise (any inputs, broadcast together): `expression` string, `to` int (output type).
/// Attention (Q [B,H,S,D], K [B,H,T,D], V [B,H,T,E], [mask broadcast to B,H,S,T]): `scale` float
///   (1/sqrt(D) when absent), `causal` int.
/// Reformat (X): the same values as type `to` (int, a DataType) in layout `layout` (int, a Layout).
inline constexpr std::string_view kNightjarDomain = "nightjar";

/// What the `activation` of a fused op may be; `alpha` and `beta` as in the ONNX operator of that
/// name, and the bounds of clip.
inline constexpr std::array<std::string_view, 12> kActivations = {
    "",     "relu",      "clip",       "sigmoid", "hard_swish",   "silu",
    "gelu", "gelu_tanh", "leaky_relu", "tanh",    "hard_sigmoid", "elu"};

}  // namespace nightjar::network
