// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One entry an element type, so that they compile side by side.
#pragma once

#include "kernels/cuda/contraction_launch.h"

namespace nightjar::kernels::cuda {

int launch_mma_half(const Contraction& problem, MmaLoad load, const MmaConfig& config,
                    void* stream);
int launch_mma_bfloat(const Contraction& problem, MmaLoad load, const MmaConfig& config,
                      void* stream);
/// b as [n, k] alone; bytes in runs of 16 alone.
int launch_mma_bytes(const Contraction& problem, MmaLoad load, const MmaConfig& config,
                     void* stream);
int launch_mma_tf32(const Contraction& problem, MmaLoad load, const MmaConfig& config,
                    void* stream);
/// float32 with all its bits; b as [n, k] alone, like TF32.
int launch_mma_split(const Contraction& problem, MmaLoad load, const MmaConfig& config,
                     void* stream);

}  // namespace nightjar::kernels::cuda
