// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The shape of a matrix product with batch axes, shared by MatMul and the ops it is fused into.
#pragma once

#include "engine/network/rules/arguments.h"

namespace nightjar::network::rules {

/// NumPy's matmul of `a` and `b`: batch axes broadcast, vectors are promoted and demoted again.
Result<Shape> matmul_shape(const Shape& a, const Shape& b);

/// `shape` with its last two axes swapped when `transposed`.
Shape swap_last(Shape shape, bool transposed);

/// Refuses `from` when it does not broadcast to `to` without widening it.
Status expect_broadcast_to(const Shape& from, const Shape& to, const char* what);

}  // namespace nightjar::network::rules
