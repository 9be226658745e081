// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Threads that share a row: a warp or a whole block.
#pragma once

#include "kernels/cuda/element.cuh"
#include "kernels/cuda/rows.h"

namespace nightjar::kernels::cuda {

inline constexpr int kGroupThreads = 256;

/// kSize is a power of two up to 32 (several groups a block) or kGroupThreads.
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
    for (int distance = kSize < 32 ? kSize / 2 : 16; distance > 0; distance /= 2) {
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

/// What launch.operator()<T, group size, run>(blocks) gives for the rows.
template <typename T, typename Launch>
int with_group(const Rows& rows, Launch launch) {
  constexpr int kRun = 16 / sizeof(T);
  constexpr int kShort = 1024;
  const bool has_runs = rows.inner == 1 && rows.count % kRun == 0;
  const int64_t count = rows.outer * rows.inner;
  const auto blocks = [&](int groups) {
    return static_cast<unsigned>((count + groups - 1) / groups);
  };
  if (rows.count <= kShort) {
    const unsigned warps = blocks(Group<32>::kGroupsInBlock);
    if (has_runs) {
      return launch.template operator()<T, 32, kRun>(warps);
    }
    return launch.template operator()<T, 32, 1>(warps);
  }
  if (has_runs) return launch.template operator()<T, kGroupThreads, kRun>(blocks(1));
  return launch.template operator()<T, kGroupThreads, 1>(blocks(1));
}

template <typename Launch>
int with_type(const Rows& rows, Launch launch) {
  if (rows.element == Element::kFloat32) return with_group<float>(rows, launch);
  if (rows.element == Element::kFloat16) return with_group<__half>(rows, launch);
  return with_group<__nv_bfloat16>(rows, launch);
}

}  // namespace nightjar::kernels::cuda
