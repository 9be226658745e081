// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Reductions along rows, a warp or a block a row, or along columns, many beside each other.
#include "kernels/cuda/group.cuh"
#include "kernels/cuda/overlap.cuh"
#include "kernels/cuda/rows.h"
#include "kernels/reduce/reduce_kind.h"

namespace nightjar::kernels::cuda {
namespace {

/// Few blocks walk long columns: each of them takes many rows at a time.
constexpr int kColumnThreads = 1024;

__device__ float neutral_of(ReduceKind kind) {
  if (kind == ReduceKind::kProduct) return 1;
  if (kind == ReduceKind::kMax) return -INFINITY;
  return kind == ReduceKind::kMin ? INFINITY : 0.0f;
}

__device__ float combined(ReduceKind kind, float a, float b) {
  switch (kind) {
    case ReduceKind::kProduct:
      return a * b;
    case ReduceKind::kMax:
      return a > b || a != a ? a : b;
    case ReduceKind::kMin:
      return a < b || a != a ? a : b;
    default:
      return a + b;
  }
}

/// What an element adds to the accumulation.
__device__ float lifted(ReduceKind kind, float x, float shift) {
  if (kind == ReduceKind::kL1) return fabsf(x);
  if (kind == ReduceKind::kL2 || kind == ReduceKind::kSumSquare) return x * x;
  return kind == ReduceKind::kLogSumExp ? expf(x - shift) : x;
}

__device__ float ended(ReduceKind kind, float sum, float shift, int64_t count) {
  if (kind == ReduceKind::kMean) return sum / static_cast<float>(count);
  if (kind == ReduceKind::kL2) return sqrtf(sum);
  if (kind == ReduceKind::kLogSum) return logf(sum);
  return kind == ReduceKind::kLogSumExp ? logf(sum) + shift : sum;
}

template <typename T, int kSize, int kRun>
__global__ void reduce_kernel(const __grid_constant__ Rows rows, ReduceKind kind) {
  begin_in_turn();
  using Threads = Group<kSize>;
  const int64_t row = Threads::index();
  if (row >= rows.outer * rows.inner) return;
  const T* x = static_cast<const T*>(rows.x);
  const auto walk = walk_of<T, kSize, kRun>(row, rows.count, rows.inner);
  const auto fold = [&](ReduceKind by, float shift) {
    float sum = neutral_of(by);
    walk.each(x, [&](int64_t, const float(&values)[kRun]) {
      for (const float value : values) sum = combined(by, sum, lifted(by, value, shift));
    });
    return Threads::all(sum, neutral_of(by), [by](float a, float b) { return combined(by, a, b); });
  };
  float shift = kind == ReduceKind::kLogSumExp ? fold(ReduceKind::kMax, 0) : 0.0f;
  if (!isfinite(shift)) shift = 0;
  const float sum = fold(kind, shift);
  if (Threads::rank() == 0) {
    static_cast<T*>(rows.y)[row] = from_float<T>(ended(kind, sum, shift, rows.count));
  }
}

/// The warps' sums of up to 32 lanes of kRun columns, put together and written.
template <typename T, int kRun>
__device__ void end_columns(const float* parts, int lanes, int64_t first, const Rows& rows,
                            ReduceKind kind, const float* shifts) {
  constexpr int kWarps = kColumnThreads / 32;
  const int columns = lanes * kRun;
  if (threadIdx.x >= columns || first % rows.inner + threadIdx.x >= rows.inner) return;
  float sum = neutral_of(kind);
  for (int i = 0; i < kWarps; ++i) {
    sum = combined(kind, sum, parts[i * columns + threadIdx.x]);
  }
  const float shift = shifts == nullptr ? 0.0f : shifts[threadIdx.x];
  static_cast<T*>(rows.y)[first + threadIdx.x] = from_float<T>(ended(kind, sum, shift, rows.count));
}

/// Many columns beside each other: `lanes` threads take neighbouring runs, the others more rows.
template <typename T, int kRun>
__global__ void __launch_bounds__(kColumnThreads)
    reduce_columns_kernel(const __grid_constant__ Rows rows, ReduceKind kind, int lanes) {
  begin_in_turn();
  constexpr int kWarps = kColumnThreads / 32;
  __shared__ float parts[kWarps * 32 * kRun];
  __shared__ float tops[32 * kRun];
  const int columns = lanes * kRun;
  const int64_t tiles = (rows.inner + columns - 1) / columns;
  const int64_t outer = blockIdx.x / tiles, first = blockIdx.x % tiles * columns;
  const int lane = threadIdx.x % lanes, own = lane * kRun;
  const bool is_inside = first + own < rows.inner;
  const T* x = static_cast<const T*>(rows.x) + outer * rows.count * rows.inner + first + own;
  const auto fold = [&](ReduceKind by, const float(&shift)[kRun]) {
    float sums[kRun];
#pragma unroll
    for (int k = 0; k < kRun; ++k) sums[k] = neutral_of(by);
#pragma unroll 4
    for (int64_t i = threadIdx.x / lanes; is_inside && i < rows.count;
         i += kColumnThreads / lanes) {
      const auto run = *reinterpret_cast<const Run<T, kRun>*>(x + i * rows.inner);
#pragma unroll
      for (int k = 0; k < kRun; ++k) {
        sums[k] = combined(by, sums[k], lifted(by, to_float(run.values[k]), shift[k]));
      }
    }
    __syncthreads();
#pragma unroll
    for (int k = 0; k < kRun; ++k) {
      for (int distance = 16; distance >= lanes; distance /= 2) {
        sums[k] = combined(by, sums[k], __shfl_xor_sync(0xffffffffu, sums[k], distance));
      }
      if (threadIdx.x % 32 < lanes) parts[threadIdx.x / 32 * columns + own + k] = sums[k];
    }
    __syncthreads();
  };
  float shift[kRun] = {};
  if (kind == ReduceKind::kLogSumExp) {
    fold(ReduceKind::kMax, shift);
    if (threadIdx.x < columns) {
      float top = -INFINITY;
      for (int i = 0; i < kWarps; ++i) {
        top = combined(ReduceKind::kMax, top, parts[i * columns + threadIdx.x]);
      }
      tops[threadIdx.x] = isfinite(top) ? top : 0.0f;
    }
    __syncthreads();
#pragma unroll
    for (int k = 0; k < kRun; ++k) shift[k] = tops[own + k];
  }
  fold(kind, shift);
  end_columns<T, kRun>(parts, lanes, outer * rows.inner + first, rows, kind,
                       kind == ReduceKind::kLogSumExp ? tops : nullptr);
}

template <typename T, int kRun>
int launch_column_runs(const Rows& rows, ReduceKind kind, cudaStream_t stream) {
  int lanes = 32;
  while (lanes > 1 && lanes / 2 * kRun >= rows.inner) lanes /= 2;
  const int64_t columns = int64_t{lanes} * kRun;
  const auto blocks = static_cast<unsigned>(rows.outer * ((rows.inner + columns - 1) / columns));
  return launch_overlapped(reduce_columns_kernel<T, kRun>, dim3(blocks), kColumnThreads, stream,
                           rows, kind, lanes);
}

template <typename T>
int launch_columns(const Rows& rows, ReduceKind kind, cudaStream_t stream) {
  constexpr int kRun = 16 / sizeof(T);
  return rows.inner % kRun == 0 ? launch_column_runs<T, kRun>(rows, kind, stream)
                                : launch_column_runs<T, 1>(rows, kind, stream);
}

}  // namespace

int launch_reduce(const Rows& rows, int kind, void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  const auto reduce_kind = static_cast<ReduceKind>(kind);
  if (rows.inner >= 8) {
    if (rows.element == Element::kFloat32) return launch_columns<float>(rows, reduce_kind, native);
    if (rows.element == Element::kFloat16) return launch_columns<__half>(rows, reduce_kind, native);
    return launch_columns<__nv_bfloat16>(rows, reduce_kind, native);
  }
  return with_type(rows, [&]<typename T, int kSize, int kRun>(unsigned blocks) {
    return launch_overlapped(reduce_kernel<T, kSize, kRun>, dim3(blocks), kGroupThreads, native,
                             rows, reduce_kind);
  });
}

}  // namespace nightjar::kernels::cuda
