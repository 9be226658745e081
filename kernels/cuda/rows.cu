// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Softmax, norms and reductions along rows, a warp or a block a row.
#include "kernels/cuda/rows.h"

#include "kernels/cuda/group.cuh"
#include "kernels/cuda/overlap.cuh"
#include "kernels/reduce/reduce_kind.h"

namespace nightjar::kernels::cuda {
namespace {

template <typename T, int kSize, int kRun>
__global__ void softmax_kernel(const __grid_constant__ Rows rows, bool is_log) {
  begin_in_turn();
  using Threads = Group<kSize>;
  const int64_t row = Threads::index();
  if (row >= rows.outer * rows.inner) return;
  const T* x = static_cast<const T*>(rows.x);
  const auto walk = walk_of<T, kSize, kRun>(row, rows.count, rows.inner);
  float top = -INFINITY;
  walk.each(x, [&](int64_t, const float(&values)[kRun]) {
    for (const float value : values) top = value > top || value != value ? value : top;
  });
  top = Threads::maximum(top);
  float sum = 0;
  walk.each(x, [&](int64_t, const float(&values)[kRun]) {
    for (const float value : values) sum += expf(value - top);
  });
  sum = Threads::sum(sum);
  const float shift = is_log ? top + logf(sum) : top, scale = 1.0f / sum;
  walk.each(x, [&](int64_t at, float(&values)[kRun]) {
    for (float& value : values) value = is_log ? value - shift : expf(value - shift) * scale;
    walk.store(static_cast<T*>(rows.y), at, values);
  });
}

template <typename T, int kSize, int kRun>
__global__ void norm_kernel(const __grid_constant__ Rows rows,
                            const __grid_constant__ NormArguments norm) {
  begin_in_turn();
  using Threads = Group<kSize>;
  const int64_t row = Threads::index();
  if (row >= rows.outer) return;
  const T* x = static_cast<const T*>(rows.x);
  const auto walk = walk_of<T, kSize, kRun>(row, rows.count, 1);
  const float share = 1.0f / static_cast<float>(rows.count);
  float mean = 0;
  if (norm.centers) {
    walk.each(x, [&](int64_t, const float(&values)[kRun]) {
      for (const float value : values) mean += value;
    });
    mean = Threads::sum(mean) * share;
  }
  float square = 0;
  walk.each(x, [&](int64_t, const float(&values)[kRun]) {
    for (const float value : values) square += (value - mean) * (value - mean);
  });
  const float factor = rsqrtf(Threads::sum(square) * share + norm.epsilon);
  walk.each(x, [&](int64_t at, float(&values)[kRun]) {
#pragma unroll
    for (int k = 0; k < kRun; ++k) {
      values[k] = (values[k] - mean) * factor;
      if (norm.scale != nullptr) values[k] *= load_as_float(norm.scale, norm.scale_type, at + k);
      if (norm.bias != nullptr) values[k] += load_as_float(norm.bias, norm.bias_type, at + k);
    }
    walk.store(static_cast<T*>(rows.y), at, values);
  });
}

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

/// Many columns beside each other: threads of a warp take neighbours, warps share the rows.
template <typename T>
__global__ void reduce_columns_kernel(const __grid_constant__ Rows rows, ReduceKind kind) {
  begin_in_turn();
  constexpr int kWarps = kColumnThreads / 32;
  __shared__ float parts[kWarps][32];
  const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  const int64_t tiles = (rows.inner + 31) / 32;
  const int64_t outer = blockIdx.x / tiles, column = blockIdx.x % tiles * 32 + lane;
  const bool is_inside = column < rows.inner;
  const T* x = static_cast<const T*>(rows.x) + outer * rows.count * rows.inner + column;
  const auto fold = [&](ReduceKind by, float shift) {
    float sum = neutral_of(by);
#pragma unroll 8
    for (int64_t i = warp; is_inside && i < rows.count; i += kWarps) {
      sum = combined(by, sum, lifted(by, to_float(x[i * rows.inner]), shift));
    }
    __syncthreads();
    parts[warp][lane] = sum;
    __syncthreads();
    sum = neutral_of(by);
    for (int i = 0; i < kWarps; ++i) sum = combined(by, sum, parts[i][lane]);
    return sum;
  };
  float shift = kind == ReduceKind::kLogSumExp ? fold(ReduceKind::kMax, 0) : 0.0f;
  if (!isfinite(shift)) shift = 0;
  const float sum = fold(kind, shift);
  if (warp == 0 && is_inside) {
    static_cast<T*>(rows.y)[outer * rows.inner + column] =
        from_float<T>(ended(kind, sum, shift, rows.count));
  }
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

template <typename T>
int launch_columns(const Rows& rows, ReduceKind kind, cudaStream_t stream) {
  const auto blocks = static_cast<unsigned>(rows.outer * ((rows.inner + 31) / 32));
  return launch_overlapped(reduce_columns_kernel<T>, dim3(blocks), kColumnThreads, stream, rows,
                           kind);
}

}  // namespace

int launch_softmax(const Rows& rows, bool is_log, void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  return with_type(rows, [&]<typename T, int kSize, int kRun>(unsigned blocks) {
    return launch_overlapped(softmax_kernel<T, kSize, kRun>, dim3(blocks), kGroupThreads, native,
                             rows, is_log);
  });
}

int launch_norm(const Rows& rows, const NormArguments& norm, void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  return with_type(rows, [&]<typename T, int kSize, int kRun>(unsigned blocks) {
    return launch_overlapped(norm_kernel<T, kSize, kRun>, dim3(blocks), kGroupThreads, native, rows,
                             norm);
  });
}

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
