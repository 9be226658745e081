// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Threads that share a row: a warp or a whole block.
#pragma once

#include "kernels/cuda/element.cuh"

namespace nightjar::kernels::cuda {

inline constexpr int kGroupThreads = 256;

/// kSize is 32 (several groups a block) or kGroupThreads.
template <int kSize>
struct Group {
  static constexpr int kGroupsInBlock = kGroupThreads / kSize;

  __device__ static int rank() { return threadIdx.x % kSize; }
  __device__ static int64_t index() {
    return int64_t{blockIdx.x} * kGroupsInBlock + threadIdx.x / kSize;
  }

  /// The combination of every thread's value, for all of them.
  template <typename Combine>
  __device__ static float all(float value, float neutral, Combine combine) {
#pragma unroll
    for (int distance = 16; distance > 0; distance /= 2) {
      value = combine(value, __shfl_xor_sync(0xffffffffu, value, distance));
    }
    if constexpr (kSize > 32) {
      __shared__ float parts[kSize / 32];
      __syncthreads();
      if (threadIdx.x % 32 == 0) parts[threadIdx.x / 32] = value;
      __syncthreads();
      value = neutral;
#pragma unroll
      for (int i = 0; i < kSize / 32; ++i) value = combine(value, parts[i]);
    }
    return value;
  }
  __device__ static float sum(float value) {
    return all(value, 0.0f, [](float a, float b) { return a + b; });
  }
  /// A NaN wins.
  __device__ static float maximum(float value) {
    return all(value, -INFINITY, [](float a, float b) { return a > b || a != a ? a : b; });
  }
};

/// A row as its group walks it, in runs of kRun elements where they are neighbours.
template <typename T, int kSize, int kRun>
struct RowWalk {
  int64_t base, step, count;

  /// Calls use(position, values) for every run; `values` may be changed.
  template <typename Use>
  __device__ void each(const T* x, Use use) const {
    for (int64_t i = Group<kSize>::rank() * kRun; i < count; i += kSize * kRun) {
      const auto run = *reinterpret_cast<const Run<T, kRun>*>(x + base + i * step);
      float values[kRun];
#pragma unroll
      for (int k = 0; k < kRun; ++k) values[k] = to_float(run.values[k]);
      use(i, values);
    }
  }
  __device__ void store(T* y, int64_t position, const float (&values)[kRun]) const {
    Run<T, kRun> run;
#pragma unroll
    for (int k = 0; k < kRun; ++k) run.values[k] = from_float<T>(values[k]);
    *reinterpret_cast<Run<T, kRun>*>(y + base + position * step) = run;
  }
};

template <typename T, int kSize, int kRun>
__device__ RowWalk<T, kSize, kRun> walk_of(int64_t row, int64_t count, int64_t inner) {
  return {row / inner * count * inner + row % inner, inner, count};
}

}  // namespace nightjar::kernels::cuda
