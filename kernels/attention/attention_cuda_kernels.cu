// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A warp a query: keys 32 at a time, one a thread; scores are never written down.
#include "kernels/attention/attention_cuda_kernels.h"
#include "kernels/cuda/element.cuh"
#include "kernels/cuda/overlap.cuh"

namespace nightjar::kernels::cuda {
namespace {

constexpr int kWarps = 4;
constexpr int kColumns = Attention::kMaxWidth / 32;  ///< Of y, in each thread.

template <typename Combine>
__device__ float over_warp(float value, Combine combine) {
#pragma unroll
  for (int distance = 16; distance > 0; distance /= 2) {
    value = combine(value, __shfl_xor_sync(0xffffffffu, value, distance));
  }
  return value;
}

/// What the mask adds to a score; -inf where a key is left out.
__device__ float masked(const Attention& p, int64_t b, int64_t h, int64_t s, int64_t t) {
  if (p.mask == nullptr) return 0.0f;
  const int64_t at =
      b * p.mask_strides[0] + h * p.mask_strides[1] + s * p.mask_strides[2] + t * p.mask_strides[3];
  if (!p.mask_is_choice) return load_as_float(p.mask, p.mask_type, at);
  return static_cast<const uint8_t*>(p.mask)[at] != 0 ? 0.0f : -INFINITY;
}

template <typename T>
__device__ T* row_of(T* base, const HeadWalk& walk, int64_t b, int64_t h, int64_t s) {
  return base + b * walk.batch + h * walk.head + s * walk.row;
}

/// The answer so far: the sum of exp(score - top) and the values weighted by it.
struct Running {
  float top = -INFINITY, sum = 0, columns[kColumns] = {};

  /// Makes `highest` the new top and gives the factor of what was there.
  __device__ void rise_to(float highest) {
    const float factor = top == -INFINITY ? 0.0f : expf(top - highest);
    top = highest;
    sum *= factor;
#pragma unroll
    for (int i = 0; i < kColumns; ++i) columns[i] *= factor;
  }
};

template <typename T>
__global__ void attention_kernel(const __grid_constant__ Attention p) {
  begin_in_turn();
  __shared__ float queries[kWarps][Attention::kMaxDepth];
  const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  const int64_t row = int64_t{blockIdx.x} * kWarps + warp;
  if (row >= int64_t{p.batch} * p.heads * p.queries) return;
  const int64_t s = row % p.queries, h = row / p.queries % p.heads;
  const int64_t b = row / p.queries / p.heads;
  float* q = queries[warp];
  const T* from = row_of(static_cast<const T*>(p.q), p.q_walk, b, h, s);
  for (int d = lane; d < p.depth; d += 32) {
    q[d] = to_float(from[d]) * p.scale;
  }
  __syncwarp();
  const int64_t group = h / (p.heads / p.groups);
  const T* k = row_of(static_cast<const T*>(p.k), p.k_walk, b, group, 0);
  const T* v = row_of(static_cast<const T*>(p.v), p.v_walk, b, group, 0);
  const int64_t seen = p.causal && s + 1 < p.keys ? s + 1 : p.keys;
  Running running;
  for (int64_t first = 0; first < seen; first += 32) {
    const int64_t t = first + lane;
    float score = -INFINITY;
    if (t < seen) {
      float sum = 0;
      for (int d = 0; d < p.depth; ++d) sum += q[d] * to_float(k[t * p.k_walk.row + d]);
      score = sum + masked(p, b, h, s, t);
    }
    const float highest = fmaxf(
        running.top, over_warp(score, [](float x, float y) { return x > y || x != x ? x : y; }));
    if (highest == -INFINITY) continue;
    running.rise_to(highest);
    const float share = expf(score - highest);
    running.sum += over_warp(share, [](float x, float y) { return x + y; });
    const int count = seen - first < 32 ? static_cast<int>(seen - first) : 32;
    for (int j = 0; j < count; ++j) {
      const float weight = __shfl_sync(0xffffffffu, share, j);
#pragma unroll
      for (int i = 0; i < kColumns; ++i) {
        const int e = lane + 32 * i;
        if (e < p.width) running.columns[i] += weight * to_float(v[(first + j) * p.v_walk.row + e]);
      }
    }
  }
  // A query that may look at no key gets zeros.
  const float factor = running.sum == 0.0f ? 0.0f : 1.0f / running.sum;
  T* y = row_of(static_cast<T*>(p.y), p.y_walk, b, h, s);
#pragma unroll
  for (int i = 0; i < kColumns; ++i) {
    const int e = lane + 32 * i;
    if (e < p.width) y[e] = from_float<T>(running.columns[i] * factor);
  }
}

}  // namespace

int launch_attention(const Attention& attention, Element element, void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  const int64_t rows = int64_t{attention.batch} * attention.heads * attention.queries;
  const dim3 blocks(static_cast<unsigned>((rows + kWarps - 1) / kWarps));
  constexpr int kThreads = 32 * kWarps;
  if (element == Element::kFloat32) {
    return launch_overlapped(attention_kernel<float>, blocks, kThreads, native, attention);
  }
  if (element == Element::kFloat16) {
    return launch_overlapped(attention_kernel<__half>, blocks, kThreads, native, attention);
  }
  return launch_overlapped(attention_kernel<__nv_bfloat16>, blocks, kThreads, native, attention);
}

}  // namespace nightjar::kernels::cuda
