// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The warpgroup kernels for bfloat16.
#include "kernels/cuda/hopper/wgmma_table.cuh"

namespace nightjar::kernels::cuda::hopper {

int launch_wgmma_bfloat(const WgmmaArguments& arguments, const WgmmaConfig& config, void* stream) {
  return launch_from_table<__nv_bfloat16>(arguments, config, stream);
}

}  // namespace nightjar::kernels::cuda::hopper
