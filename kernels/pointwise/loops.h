// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One function over a run of elements: the instructions of a pointwise program.
#pragma once

#include <cstdint>

#include "kernels/pointwise/functions.h"

namespace nightjar::kernels::pointwise {

/// Runs of `count` elements; unused ones repeat `a`. `out` may be one of them.
template <typename C>
struct Operands {
  const C* a = nullptr;
  const C* b = nullptr;
  const C* c = nullptr;
  C* out = nullptr;
  int64_t count = 0;
};

template <typename C>
using Loop = void (*)(Function function, const Operands<C>& operands);

/// The loop that knows `function` for C = float, double, int64_t or uint64_t; nullptr when the
/// function has no meaning for that type.
template <typename C>
Loop<C> loop_of(Function function);

}  // namespace nightjar::kernels::pointwise
