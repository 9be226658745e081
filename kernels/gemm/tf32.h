// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Whether float32 operands of a product may be rounded to TF32, which a problem says of itself.
#pragma once

#include "kernels/common/problem.h"

namespace nightjar::kernels {

/// Marks a conv or gemm of float32 alone; returns whether it is one. The plain answer stays exact.
bool allow_tf32(Problem& problem);
bool allows_tf32(const Problem& problem);

}  // namespace nightjar::kernels
