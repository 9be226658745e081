// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Pointwise problems as generated CUDA source.
#pragma once

#include "kernels/cuda/elementwise.h"
#include "kernels/pointwise/pointwise.h"

namespace nightjar::kernels::pointwise {

/// The program of the expression, one statement an instruction.
cuda::ElementwiseSource source_of(const PointwiseProblem& problem);

const Tactic* pointwise_nvrtc_tactic();
const Tactic* pointwise_cuda_table_tactic();

}  // namespace nightjar::kernels::pointwise
