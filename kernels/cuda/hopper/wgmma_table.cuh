// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Which tiles the warpgroup kernels are compiled for.
#pragma once

#include "kernels/cuda/hopper/wgmma_kernel.cuh"

namespace nightjar::kernels::cuda::hopper {

/// Launches the first of Shapes that is the wanted one.
template <typename T, typename... Shapes>
int launch_one_of(const WgmmaArguments& arguments, const WgmmaConfig& config, void* stream) {
  int code = -1;
  const auto attempt = [&]<typename Shape>() {
    if (Shape::kM != config.m || Shape::kN != config.n || Shape::kInTurns != config.in_turns) {
      return false;
    }
    code = launch_wgmma<T, Shape>(arguments, stream);
    return true;
  };
  (attempt.template operator()<Shapes>() || ...);
  return code;
}

template <typename T>
int launch_from_table(const WgmmaArguments& arguments, const WgmmaConfig& config, void* stream) {
  return launch_one_of<T, WgmmaShape<1, 2, 256, 3, 1, false>, WgmmaShape<1, 2, 192, 4, 1, false>,
                       WgmmaShape<1, 2, 128, 5, 2, false>, WgmmaShape<1, 2, 64, 3, 2, false>,
                       WgmmaShape<1, 1, 128, 3, 2, false>, WgmmaShape<1, 1, 64, 5, 2, false>,
                       WgmmaShape<2, 2, 128, 5, 2, true>, WgmmaShape<1, 2, 256, 4, 2, true>>(
      arguments, config, stream);
}

}  // namespace nightjar::kernels::cuda::hopper
