// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The warpgroup kernels for float16.
#include "kernels/cuda/hopper/wgmma_table.cuh"

namespace nightjar::kernels::cuda::hopper {

bool has_wgmma() {
#ifdef NIGHTJAR_HAS_SM90A
  return true;
#else
  return false;
#endif
}

int launch_wgmma_half(const WgmmaArguments& arguments, const WgmmaConfig& config, void* stream) {
  return launch_from_table<__half>(arguments, config, stream);
}

}  // namespace nightjar::kernels::cuda::hopper
