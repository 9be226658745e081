// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The tensor-core kernels for bfloat16.
#include "kernels/cuda/mma/mma_table.cuh"

namespace nightjar::kernels::cuda {

int launch_mma_bfloat(const Contraction& problem, MmaLoad load, const MmaConfig& config,
                      void* stream) {
  return launch_from_table<__nv_bfloat16>(problem, load, config, stream);
}

}  // namespace nightjar::kernels::cuda
