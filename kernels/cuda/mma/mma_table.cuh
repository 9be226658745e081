// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Which tiles the tensor-core kernels are compiled for.
#pragma once

#include "kernels/cuda/mma/mma_kernel.cuh"
#include "kernels/cuda/mma/mma_launch.h"

namespace nightjar::kernels::cuda {

using Tile128x128x32 = TileShape<128, 128, 32, 64, 64, 4>;
using Tile128x64x64 = TileShape<128, 64, 64, 32, 32, 3>;
using Tile128x64x32 = TileShape<128, 64, 32, 32, 32, 3>;
using Tile128x32x32 = TileShape<128, 32, 32, 32, 32, 4>;
using Tile64x64x64 = TileShape<64, 64, 64, 32, 32, 4>;
using Tile32x64x64 = TileShape<32, 64, 64, 16, 32, 4>;
using Tile16x64x64 = TileShape<16, 64, 64, 16, 16, 4>;

template <typename Shape>
bool is_shape(const MmaTile& tile) {
  return tile.m == Shape::kM && tile.n == Shape::kN && tile.k == Shape::kK;
}

/// Launches the first of Shapes that is the wanted one.
template <typename T, AKind kKind, BOrder kOrder, typename... Shapes>
int launch_one_of(const Contraction& problem, const MmaConfig& config, void* stream) {
  int code = -1;
  const auto attempt = [&]<typename Shape>() {
    if (!is_shape<Shape>(config.tile)) return false;
    code = launch_mma<T, Shape, kKind, kOrder>(problem, config.split, stream);
    return true;
  };
  (attempt.template operator()<Shapes>() || ...);
  return code;
}

/// Runs of a, and b as [n, k].
template <typename T>
int launch_runs(const Contraction& problem, const MmaConfig& config, void* stream) {
  return launch_one_of<T, AKind::kRuns, BOrder::kNByK, Tile128x128x32, Tile128x64x64, Tile128x32x32,
                       Tile64x64x64, Tile32x64x64, Tile16x64x64>(problem, config, stream);
}

template <typename T>
int launch_from_table(const Contraction& problem, MmaLoad load, const MmaConfig& config,
                      void* stream) {
  switch (load) {
    case MmaLoad::kRunsNByK:
      return launch_runs<T>(problem, config, stream);
    case MmaLoad::kRunsKByN:
      return launch_one_of<T, AKind::kRuns, BOrder::kKByN, Tile128x128x32, Tile64x64x64,
                           Tile32x64x64>(problem, config, stream);
    case MmaLoad::kAnyNByK:
      return launch_one_of<T, AKind::kAny, BOrder::kNByK, Tile128x64x32>(problem, config, stream);
  }
  return -1;
}

}  // namespace nightjar::kernels::cuda
