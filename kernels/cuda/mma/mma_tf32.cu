// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The tensor-core kernels for float32 rounded to TF32.
#include "kernels/cuda/mma/mma_table.cuh"

namespace nightjar::kernels::cuda {

int launch_mma_tf32(const Contraction& problem, MmaLoad load, const MmaConfig& config,
                    void* stream) {
  if (load == MmaLoad::kRunsNByK) return launch_runs<FloatHalf>(problem, config, stream);
  if (load != MmaLoad::kAnyNByK) return -1;
  return launch_one_of<FloatHalf, AKind::kAny, BOrder::kNByK, Tile128x64x32>(problem, config,
                                                                             stream);
}

}  // namespace nightjar::kernels::cuda
