// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The warpgroup kernels for int8.
#include "kernels/cuda/hopper/wgmma_table.cuh"

namespace nightjar::kernels::cuda::hopper {

int launch_wgmma_bytes(const WgmmaArguments& arguments, const WgmmaConfig& config, void* stream) {
  return launch_from_table<BytePair>(arguments, config, stream);
}

}  // namespace nightjar::kernels::cuda::hopper
