// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A thread a window of one channel, or of eight neighbouring channels.
#include "kernels/cuda/element.cuh"
#include "kernels/cuda/overlap.cuh"
#include "kernels/pool/pool_cuda_kernels.h"

namespace nightjar::kernels::cuda {
namespace {

constexpr int kThreads = 128;

/// Where one window lies.
struct Window {
  int32_t n, c, at[Pool::kAxes];

  /// Index is as narrow as can be: it is divided several times.
  template <typename Index>
  __device__ Window(Index index, int run, const Pool& pool) {
    const auto take = [&](int32_t extent) {
      const auto part = static_cast<int32_t>(index % static_cast<Index>(extent));
      index /= static_cast<Index>(extent);
      return part;
    };
    const bool channels_inside = run > 1 || pool.y_channel == 1;
    if (channels_inside) c = take(pool.channels / run) * run;
    for (int axis = Pool::kAxes - 1; axis >= 0; --axis) at[axis] = take(pool.out_extent[axis]);
    if (!channels_inside) c = take(pool.channels);
    n = static_cast<int32_t>(index);
  }
  __device__ int32_t position(const Pool& pool, int axis, int32_t tap) const {
    return at[axis] * pool.stride[axis] + tap * pool.dilation[axis] - pool.pad[axis];
  }
};

__device__ bool is_inside(int32_t position, int32_t extent) {
  return static_cast<uint32_t>(position) < static_cast<uint32_t>(extent);
}

/// Calls use(offset in the plane's strides, row-major position) for every tap inside.
template <typename Use>
__device__ void for_each_tap(const Pool& pool, const Window& window, Use use) {
  for (int32_t a = 0; a < pool.kernel[0]; ++a) {
    const int32_t d = window.position(pool, 0, a);
    if (!is_inside(d, pool.extent[0])) continue;
    for (int32_t b = 0; b < pool.kernel[1]; ++b) {
      const int32_t h = window.position(pool, 1, b);
      if (!is_inside(h, pool.extent[1])) continue;
      for (int32_t c = 0; c < pool.kernel[2]; ++c) {
        const int32_t w = window.position(pool, 2, c);
        if (!is_inside(w, pool.extent[2])) continue;
        use(d * pool.x_axis[0] + h * pool.x_axis[1] + w * pool.x_axis[2], d, h, w);
      }
    }
  }
}

/// What an average is divided by.
__device__ float divisor_of(const Pool& pool, const Window& window) {
  int32_t product = 1;
  for (int axis = 0; axis < Pool::kAxes; ++axis) {
    int32_t count = 0;
    for (int32_t tap = 0; tap < pool.kernel[axis]; ++tap) {
      const int32_t position = window.position(pool, axis, tap);
      count += pool.include_pad ? position < pool.extent[axis] + pool.pad_end[axis]
                                : is_inside(position, pool.extent[axis]);
    }
    product *= count > 1 ? count : 1;
  }
  return static_cast<float>(product);
}

__device__ int64_t whole_index(const Pool& pool, const Window& window, int32_t d, int32_t h,
                               int32_t w) {
  const int64_t plane = int64_t{window.n} * pool.channels + window.c;
  const int64_t inside = pool.column_major_indices
                             ? (int64_t{w} * pool.extent[1] + h) * pool.extent[0] + d
                             : (int64_t{d} * pool.extent[1] + h) * pool.extent[2] + w;
  return plane * pool.extent[0] * pool.extent[1] * pool.extent[2] + inside;
}

template <typename T, int kRun>
__global__ void pool_kernel(const __grid_constant__ Pool pool, int64_t count) {
  begin_in_turn();
  const int64_t index = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  if (index >= count) return;
  const Window window = count <= UINT32_MAX ? Window(static_cast<uint32_t>(index), kRun, pool)
                                            : Window(index, kRun, pool);
  const T* x = static_cast<const T*>(pool.x) + window.n * pool.x_batch + window.c * pool.x_channel;
  float values[kRun];
#pragma unroll
  for (int k = 0; k < kRun; ++k) values[k] = pool.op == PoolOp::kMax ? -INFINITY : 0.0f;
  int64_t where = -1;
  for_each_tap(pool, window, [&](int64_t offset, int32_t d, int32_t h, int32_t w) {
    const auto run = *reinterpret_cast<const Run<T, kRun>*>(x + offset);
#pragma unroll
    for (int k = 0; k < kRun; ++k) {
      const float value = to_float(run.values[k]);
      if (pool.op == PoolOp::kMax) {
        // A NaN stays: it is taken, and nothing compares greater than it.
        const bool takes = value > values[k] || value != value;
        if (pool.indices != nullptr && (takes || where < 0)) {
          where = whole_index(pool, window, d, h, w);
        }
        values[k] = takes ? value : values[k];
      } else {
        values[k] += pool.op == PoolOp::kAverage ? value : powf(fabsf(value), pool.p);
      }
    }
  });
  const float share = pool.op == PoolOp::kAverage ? 1.0f / divisor_of(pool, window) : 1.0f;
  Run<T, kRun> run;
#pragma unroll
  for (int k = 0; k < kRun; ++k) {
    const float value = pool.op == PoolOp::kLp ? powf(values[k], 1.0f / pool.p) : values[k] * share;
    run.values[k] = from_float<T>(value);
  }
  const int64_t place =
      window.at[0] * pool.y_axis[0] + window.at[1] * pool.y_axis[1] + window.at[2] * pool.y_axis[2];
  T* y = static_cast<T*>(pool.y) + window.n * pool.y_batch + window.c * pool.y_channel + place;
  *reinterpret_cast<Run<T, kRun>*>(y) = run;
  if (pool.indices == nullptr) return;
  int64_t to = int64_t{window.n} * pool.channels + window.c;
  for (int axis = 0; axis < Pool::kAxes; ++axis) {
    to = to * pool.out_extent[axis] + window.at[axis];
  }
  pool.indices[to] = where < 0 ? whole_index(pool, window, 0, 0, 0) : where;
}

__device__ __half2 larger(__half2 a, __half2 b) { return __hmax2_nan(a, b); }
__device__ __nv_bfloat162 larger(__nv_bfloat162 a, __nv_bfloat162 b) { return __hmax2_nan(a, b); }

template <typename T>
struct PairOf;
template <>
struct PairOf<__half> {
  using Type = __half2;
};
template <>
struct PairOf<__nv_bfloat16> {
  using Type = __nv_bfloat162;
};

/// The largest of every window, of eight neighbouring channels as four pairs. A NaN stays.
template <typename T>
__global__ void max_pairs_kernel(const __grid_constant__ Pool pool, int64_t count) {
  begin_in_turn();
  using Pair = typename PairOf<T>::Type;
  constexpr int kPairs = 4, kRun = 2 * kPairs;
  const int64_t index = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  if (index >= count) return;
  const Window window = count <= UINT32_MAX ? Window(static_cast<uint32_t>(index), kRun, pool)
                                            : Window(index, kRun, pool);
  const T* x = static_cast<const T*>(pool.x) + window.n * pool.x_batch + window.c;
  const T least = from_float<T>(-INFINITY);
  Run<Pair, kPairs> largest;
#pragma unroll
  for (Pair& pair : largest.values) pair = Pair{least, least};
  for_each_tap(pool, window, [&](int64_t offset, int32_t, int32_t, int32_t) {
    const auto run = *reinterpret_cast<const Run<Pair, kPairs>*>(x + offset);
#pragma unroll
    for (int k = 0; k < kPairs; ++k) largest.values[k] = larger(largest.values[k], run.values[k]);
  });
  const int64_t place =
      window.at[0] * pool.y_axis[0] + window.at[1] * pool.y_axis[1] + window.at[2] * pool.y_axis[2];
  T* y = static_cast<T*>(pool.y) + window.n * pool.y_batch + window.c + place;
  *reinterpret_cast<Run<Pair, kPairs>*>(y) = largest;
}

template <typename T>
int launch_typed(const Pool& pool, cudaStream_t stream) {
  const int64_t windows =
      int64_t{pool.batch} * pool.out_extent[0] * pool.out_extent[1] * pool.out_extent[2];
  const auto launch = [&](auto kernel, int run) {
    const int64_t count = windows * (pool.channels / run);
    const auto blocks = static_cast<unsigned>((count + kThreads - 1) / kThreads);
    return launch_overlapped(kernel, dim3(blocks), kThreads, stream, pool, count);
  };
  const bool has_runs = pool.x_channel == 1 && pool.y_channel == 1 && pool.channels % 8 == 0 &&
                        pool.indices == nullptr;
  if constexpr (sizeof(T) == 2) {
    if (has_runs && pool.op == PoolOp::kMax) return launch(max_pairs_kernel<T>, 8);
  }
  return has_runs ? launch(pool_kernel<T, 8>, 8) : launch(pool_kernel<T, 1>, 1);
}

}  // namespace

int launch_pool(const Pool& pool, Element element, void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  if (element == Element::kFloat32) return launch_typed<float>(pool, native);
  if (element == Element::kFloat16) return launch_typed<__half>(pool, native);
  if (element == Element::kInt8) return launch_typed<int8_t>(pool, native);
  if (element == Element::kUInt8) return launch_typed<uint8_t>(pool, native);
  return launch_typed<__nv_bfloat16>(pool, native);
}

}  // namespace nightjar::kernels::cuda
