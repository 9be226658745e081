// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Whether an op, as its tensors are described now, can be solved by plain kernels.
#pragma once

#include "engine/device/device.h"
#include "engine/network/network.h"

namespace nightjar::build {

/// True when the op lowers and every step has a plain tactic that takes its problem. An alias
/// must keep type and layout.
bool is_feasible(const network::Network& network, const network::Op& op);

/// An op of the builder's own: the bytes of its input under another shape and layout.
inline constexpr const char* kRelabel = "Relabel";
bool is_relabel(const network::Op& op);

/// Ops whose arithmetic is worth a lower precision: convolutions, matrix products, attention.
bool is_heavy(const network::Op& op);

/// Contractions of bytes, whose attribute `to` says what they leave.
bool is_quantized_contraction(const network::Op& op);

/// Ops whose kernels take a layout an operand: convolutions and pooling.
bool is_windowed(const network::Op& op);

}  // namespace nightjar::build
