// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The tensor-core kernels for int8, summed in int32.
#include "kernels/cuda/mma/mma_table.cuh"

namespace nightjar::kernels::cuda {

int launch_mma_bytes(const Contraction& problem, MmaLoad load, const MmaConfig& config,
                     void* stream) {
  if (load != MmaLoad::kRunsNByK) return -1;
  return launch_runs<BytePair>(problem, config, stream);
}

}  // namespace nightjar::kernels::cuda
