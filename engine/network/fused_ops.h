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
/// QuantizedConv (X, W, [B], [residual], scale): bytes X less `x_zero`, int8 W, float32 scale [O];
///   activation(scale * conv + B + residual), quantised with `y_scale` and `y_zero` where `to` is
///   int8 or uint8. A residual of bytes stands for (residual - `residual_zero`) * `residual_scale`.
///   Conv's attributes, `activation`, `alpha`, `beta`, `to` as above.
/// QuantizedGemm (A [..,M,K], B [K,N], [bias], [residual], scale): the same for a product, `transB`
///   as above.
/// QuantizedMean (X [N,C,spatial...]): the mean over the spatial axes of the float32 that bytes X
///   stand for, (X - `x_zero`) * `x_scale`; [N,C,1...].
/// Pointwise (any inputs, broadcast together): `expression` string, `to` int (output type).
/// Attention (Q [B,H,S,D], K [B,G,T,D], V [B,G,T,E], [mask broadcast to B,H,S,T]): `scale` float
///   (1/sqrt(D) when absent), `causal` int. Each of Q, K and V may be packed instead,
///   [B,S,columns]; then ints `heads` H, `groups` G, `depth` D and `width` E say what is in it,
///   `starts` (three ints) where head 0 of Q, K and V starts and `steps` how far it is to the next
///   one. `packed` int makes the output [B,S,H*E] instead of [B,H,S,E].
/// Reformat (X): the same values as type `to` (int, a DataType) in layout `layout` (int, a Layout).
inline constexpr std::string_view kNightjarDomain = "nightjar";

/// What the `activation` of a fused op may be; `alpha` and `beta` as in the ONNX operator of that
/// name, and the bounds of clip.
inline constexpr std::array<std::string_view, 12> kActivations = {
    "",     "relu",      "clip",       "sigmoid", "hard_swish",   "silu",
    "gelu", "gelu_tanh", "leaky_relu", "tanh",    "hard_sigmoid", "elu"};

}  // namespace nightjar::network
