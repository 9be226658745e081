// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Operands whose elements share bytes, around a kernel that reads and writes one byte an element.
#pragma once

#include <memory>

#include "kernels/common/tactic.h"
#include "kernels/pointwise/pointwise.h"

namespace nightjar::kernels::pointwise {

/// `inner` itself when no operand of the problem is packed. Else a launchable that spreads packed
/// inputs over bytes of the workspace before `inner` runs, and packs its output afterwards.
std::unique_ptr<Launchable> with_packed_operands(const PointwiseProblem& problem,
                                                 std::unique_ptr<Launchable> inner);

}  // namespace nightjar::kernels::pointwise
