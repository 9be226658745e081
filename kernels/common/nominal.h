// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Extents to prepare a symbolic problem with, before anybody knows the real ones.
#pragma once

#include "kernels/common/problem.h"

namespace nightjar::kernels {

/// Binds the symbol of input 0's first axis to 1 and every other symbol to 64. What is prepared
/// under these extents must serve all others.
Result<Problem> bind_nominal(const Problem& problem);

}  // namespace nightjar::kernels
