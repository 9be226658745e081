// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/element.cuh"
#include "kernels/select/select_cuda_kernels.h"

namespace nightjar::kernels::cuda {
namespace {

constexpr int kThreads = 256;

/// What elements are compared and added in.
template <typename T>
struct Key {
  using type = float;
  __device__ static float of(T x) { return to_float(x); }
  __device__ static T back(float x) { return from_float<T>(x); }
};
template <typename T>
struct IntegerKey {
  using type = int64_t;
  __device__ static int64_t of(T x) { return x; }
  __device__ static T back(int64_t x) { return static_cast<T>(x); }
};
template <>
struct Key<int32_t> : IntegerKey<int32_t> {};
template <>
struct Key<int64_t> : IntegerKey<int64_t> {};

template <typename C>
__device__ bool is_before(C a, C b) {
  return b != b ? a == a : a < b;
}

__device__ int64_t base_of(const Lines& lines, int64_t line, int64_t length) {
  return line / lines.inner * length * lines.inner + line % lines.inner;
}

/// A candidate for the extreme of a line.
template <typename C>
struct Best {
  C value;
  int64_t index;

  /// Takes the other when it is better, or as good at the wanted end.
  __device__ void meet(const Best& other, bool is_max, bool last) {
    if (other.index < 0) return;
    const bool better = is_max ? is_before(value, other.value) : is_before(other.value, value);
    const bool worse = is_max ? is_before(other.value, value) : is_before(value, other.value);
    const bool wins_tie = last ? other.index > index : other.index < index;
    if (index < 0 || better || (!worse && wins_tie)) *this = other;
  }
};

/// A block a line.
template <typename T>
__global__ void extreme_kernel(Lines lines, bool is_max, bool last, int64_t* y) {
  using C = typename Key<T>::type;
  __shared__ C values[kThreads];
  __shared__ int64_t indices[kThreads];
  const T* x = static_cast<const T*>(lines.x) + base_of(lines, blockIdx.x, lines.count);
  Best<C> best{C(0), -1};
  for (int64_t i = threadIdx.x; i < lines.count; i += kThreads) {
    best.meet({Key<T>::of(x[i * lines.inner]), i}, is_max, last);
  }
  values[threadIdx.x] = best.value;
  indices[threadIdx.x] = best.index;
  for (int half = kThreads / 2; half > 0; half /= 2) {
    __syncthreads();
    if (threadIdx.x < half) {
      Best<C> mine{values[threadIdx.x], indices[threadIdx.x]};
      mine.meet({values[threadIdx.x + half], indices[threadIdx.x + half]}, is_max, last);
      values[threadIdx.x] = mine.value;
      indices[threadIdx.x] = mine.index;
    }
  }
  if (threadIdx.x == 0) y[blockIdx.x] = indices[0];
}

/// blockIdx.x a line, blockIdx.y a part of its elements.
template <typename T>
__global__ void top_k_kernel(Lines lines, TopK top) {
  using C = typename Key<T>::type;
  __shared__ C others[kThreads];
  const T* x = static_cast<const T*>(lines.x) + base_of(lines, blockIdx.x, lines.count);
  const int64_t mine = int64_t{blockIdx.y} * kThreads + threadIdx.x;
  const C value = mine < lines.count ? Key<T>::of(x[mine * lines.inner]) : C(0);
  int64_t rank = 0;
  for (int64_t first = 0; first < lines.count; first += kThreads) {
    const int64_t other = first + threadIdx.x;
    __syncthreads();
    if (other < lines.count) others[threadIdx.x] = Key<T>::of(x[other * lines.inner]);
    __syncthreads();
    const int64_t here = lines.count - first < kThreads ? lines.count - first : kThreads;
    for (int i = 0; i < here; ++i) {
      const bool before = top.largest ? is_before(value, others[i]) : is_before(others[i], value);
      const bool behind = top.largest ? is_before(others[i], value) : is_before(value, others[i]);
      rank += before || (!behind && first + i < mine);
    }
  }
  if (mine >= lines.count || rank >= top.k) return;
  const int64_t to = base_of(lines, blockIdx.x, top.k) + rank * lines.inner;
  if (top.values != nullptr) static_cast<T*>(top.values)[to] = Key<T>::back(value);
  if (top.indices != nullptr) top.indices[to] = mine;
}

/// A thread a line, so that sums are added in order.
template <typename T>
__global__ void running_sum_kernel(Lines lines, bool exclusive, bool reverse, T* y) {
  using C = typename Key<T>::type;
  const int64_t line = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  if (line >= lines.outer * lines.inner) return;
  const int64_t base = base_of(lines, line, lines.count);
  const T* x = static_cast<const T*>(lines.x);
  double real_sum = 0;
  C sum = 0;
  for (int64_t step = 0; step < lines.count; ++step) {
    const int64_t at = base + (reverse ? lines.count - 1 - step : step) * lines.inner;
    const C value = Key<T>::of(x[at]);
    const C before = sum;
    if constexpr (sizeof(C) == sizeof(float)) {
      real_sum += value;
      sum = static_cast<C>(real_sum);
    } else {
      sum += value;
    }
    y[at] = Key<T>::back(exclusive ? before : sum);
  }
}

/// Calls launch with an element of the type.
template <typename Launch>
int with_type(SelectType type, Launch launch) {
  switch (type) {
    case SelectType::kFloat32:
      launch(float());
      break;
    case SelectType::kFloat16:
      launch(__half());
      break;
    case SelectType::kBFloat16:
      launch(__nv_bfloat16());
      break;
    case SelectType::kInt32:
      launch(int32_t());
      break;
    case SelectType::kInt64:
      launch(int64_t());
      break;
  }
  return cudaGetLastError();
}

}  // namespace

int launch_extreme(const Lines& lines, SelectType type, bool is_max, bool last, int64_t* y,
                   void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  const auto blocks = static_cast<unsigned>(lines.outer * lines.inner);
  return with_type(type, [&](auto element) {
    extreme_kernel<decltype(element)><<<blocks, kThreads, 0, native>>>(lines, is_max, last, y);
  });
}

int launch_top_k(const Lines& lines, SelectType type, const TopK& top, void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  const dim3 blocks(static_cast<unsigned>(lines.outer * lines.inner),
                    static_cast<unsigned>((lines.count + kThreads - 1) / kThreads));
  return with_type(type, [&](auto element) {
    top_k_kernel<decltype(element)><<<blocks, kThreads, 0, native>>>(lines, top);
  });
}

int launch_running_sum(const Lines& lines, SelectType type, bool exclusive, bool reverse, void* y,
                       void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  const auto blocks = static_cast<unsigned>((lines.outer * lines.inner + kThreads - 1) / kThreads);
  return with_type(type, [&](auto element) {
    using T = decltype(element);
    running_sum_kernel<T>
        <<<blocks, kThreads, 0, native>>>(lines, exclusive, reverse, static_cast<T*>(y));
  });
}

}  // namespace nightjar::kernels::cuda
