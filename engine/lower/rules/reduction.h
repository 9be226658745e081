// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Reductions over logical axes, in whatever order the axes lie in memory.
#pragma once

#include <vector>

#include "engine/lower/lowering.h"
#include "kernels/reduce/reduce.h"

namespace nightjar::lower::rules {

/// Reduces input 0 over `axes` (each in [0, rank)) into output 0.
Result<LoweredOp> lower_reduction(Lowering& lowering, kernels::ReduceKind kind,
                                  const std::vector<int64_t>& axes);

}  // namespace nightjar::lower::rules
