// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Attention on tensor cores: a warp takes 16 queries over all keys, with a running softmax, as in
// "FlashAttention-2" (Dao, 2023). Scores stay in registers.
#include "kernels/attention/attention_cuda_kernels.h"
#include "kernels/cuda/mma.cuh"
#include "kernels/cuda/overlap.cuh"

namespace nightjar::kernels::cuda {
namespace {

constexpr int kKeys = 64;  ///< At a time.
constexpr float kLog2E = 1.44269504f;

template <typename T>
__device__ uint32_t pack(float low, float high) {
  const Run<T, 2> pair = {{from_float<T>(low), from_float<T>(high)}};
  return *reinterpret_cast<const uint32_t*>(&pair);
}

/// A tile of rows of one head in shared memory, zeros behind the last.
template <typename T, int kDepth, int kWarps>
struct FlashShape {
  static constexpr int kThreads = 32 * kWarps, kQueries = 16 * kWarps;
  static constexpr int kPitch = kDepth + 8;  ///< Keeps ldmatrix free of bank conflicts.
  static constexpr int kTile = kKeys * kPitch;
  static constexpr int kBytes = (kQueries * kPitch + 4 * kTile) * static_cast<int>(sizeof(T));

  template <int kRows>
  __device__ static void load(T* to, const T* from, int64_t stride, int first, int end,
                              int columns) {
    constexpr int kRuns = kDepth / 8;
#pragma unroll
    for (int i = threadIdx.x; i < kRows * kRuns; i += kThreads) {
      const int row = i / kRuns, column = i % kRuns * 8;
      const bool is_there = first + row < end && column < columns;
      copy_async(to + row * kPitch + column,
                 is_there ? from + (first + row) * stride + column : from, is_there);
    }
  }
};

/// The answers of 16 queries so far. A thread has columns of two of them: 8 rows apart.
template <typename T, int kDepth>
class QueryRows {
 public:
  static constexpr int kPitch = kDepth + 8;

  __device__ explicit QueryRows(const T* queries) {
    const int lane = threadIdx.x % 32;
#pragma unroll
    for (int k = 0; k < kDepth / 16; ++k) {
      load_matrices(queries_[k], queries + lane % 16 * kPitch + k * 16 + lane / 16 * 8);
    }
  }

  /// scores[16 x kKeys] = queries keysT
  __device__ void score(const T* keys, float (&scores)[kKeys / 8][4]) const {
    const int lane = threadIdx.x % 32;
    const T* row = keys + (lane % 8 + lane / 16 * 8) * kPitch + lane / 8 % 2 * 8;
#pragma unroll
    for (int j = 0; j < kKeys / 16; ++j) {
#pragma unroll
      for (int k = 0; k < kDepth / 16; ++k) {
        uint32_t b[4];
        load_matrices(b, row + j * 16 * kPitch + k * 16);
        multiply_add(scores[2 * j], queries_[k], b[0], b[1], T());
        multiply_add(scores[2 * j + 1], queries_[k], b[2], b[3], T());
      }
    }
  }

  /// Turns scores, in units of log 2, into weights of the new top and scales what was there.
  __device__ void weigh(float (&scores)[kKeys / 8][4]) {
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      float top = top_[half];
#pragma unroll
      for (int j = 0; j < kKeys / 8; ++j) {
        top = fmaxf(top, fmaxf(scores[j][2 * half], scores[j][2 * half + 1]));
      }
      top = fmaxf(top, __shfl_xor_sync(0xffffffffu, top, 1));
      top = fmaxf(top, __shfl_xor_sync(0xffffffffu, top, 2));
      // A row that may look at nothing yet has no top.
      const float base = top == -INFINITY ? 0.0f : top;
      const float factor = exp2f(top_[half] - base);
      top_[half] = top;
      sum_[half] *= factor;
#pragma unroll
      for (int j = 0; j < kKeys / 8; ++j) {
#pragma unroll
        for (int i = 2 * half; i < 2 * half + 2; ++i) {
          scores[j][i] = exp2f(scores[j][i] - base);
          sum_[half] += scores[j][i];
        }
      }
#pragma unroll
      for (int j = 0; j < kDepth / 8; ++j) {
        answers_[j][2 * half] *= factor;
        answers_[j][2 * half + 1] *= factor;
      }
    }
  }

  /// answers += weights values
  __device__ void add(const float (&weights)[kKeys / 8][4], const T* values) {
    const int lane = threadIdx.x % 32;
    const T* row = values + lane % 16 * kPitch + lane / 16 * 8;
#pragma unroll
    for (int k = 0; k < kKeys / 16; ++k) {
      const auto &left = weights[2 * k], &right = weights[2 * k + 1];
      const uint32_t a[4] = {pack<T>(left[0], left[1]), pack<T>(left[2], left[3]),
                             pack<T>(right[0], right[1]), pack<T>(right[2], right[3])};
#pragma unroll
      for (int j = 0; j < kDepth / 16; ++j) {
        uint32_t b[4];
        load_matrices_transposed(b, row + k * 16 * kPitch + j * 16);
        multiply_add(answers_[2 * j], a, b[0], b[1], T());
        multiply_add(answers_[2 * j + 1], a, b[2], b[3], T());
      }
    }
  }

  /// Writes row `half` (0 or 1) of the thread, `width` columns.
  __device__ void store(T* y, int half, int width) {
    float sum = sum_[half];
    sum += __shfl_xor_sync(0xffffffffu, sum, 1);
    sum += __shfl_xor_sync(0xffffffffu, sum, 2);
    if (y == nullptr) return;
    const float factor = sum == 0.0f ? 0.0f : 1.0f / sum;
    const int column = threadIdx.x % 4 * 2;
#pragma unroll
    for (int j = 0; j < kDepth / 8; ++j) {
      if (8 * j >= width) break;
      *reinterpret_cast<uint32_t*>(y + 8 * j + column) =
          pack<T>(answers_[j][2 * half] * factor, answers_[j][2 * half + 1] * factor);
    }
  }

 private:
  uint32_t queries_[kDepth / 16][4];
  float answers_[kDepth / 8][4] = {};
  float top_[2] = {-INFINITY, -INFINITY}, sum_[2] = {0.0f, 0.0f};
};

/// What the mask adds to a score; -inf where a key is left out.
__device__ float masked(const Attention& p, const void* mask, int64_t at) {
  if (!p.mask_is_choice) return load_as_float(mask, p.mask_type, at);
  return static_cast<const uint8_t*>(mask)[at] != 0 ? 0.0f : -INFINITY;
}

/// Scale, mask, and -inf for keys that are not there or come later than the query.
__device__ void hide(const Attention& p, int64_t mask_head, int query, int first_key,
                     float (&scores)[kKeys / 8][4]) {
  const float scale = p.scale * kLog2E;
  const bool is_plain = p.mask == nullptr && first_key + kKeys <= p.keys &&
                        (!p.causal || first_key + kKeys - 1 <= query);
#pragma unroll
  for (int j = 0; j < kKeys / 8; ++j) {
#pragma unroll
    for (int i = 0; i < 4; ++i) {
      scores[j][i] *= scale;
      if (is_plain) continue;
      const int s = query + i / 2 * 8, t = first_key + 8 * j + threadIdx.x % 4 * 2 + i % 2;
      if (t >= p.keys || (p.causal && t > s)) {
        scores[j][i] = -INFINITY;
      } else if (p.mask != nullptr && s < p.queries) {
        scores[j][i] +=
            kLog2E * masked(p, p.mask, mask_head + s * p.mask_strides[2] + t * p.mask_strides[3]);
      }
    }
  }
}

/// blockIdx.x: tile of queries, y: head, z: batch.
template <typename T, int kDepth, int kWarps>
__global__ void __launch_bounds__(32 * kWarps) flash_kernel(const __grid_constant__ Attention p) {
  using Shape = FlashShape<T, kDepth, kWarps>;
  begin_in_turn();
  extern __shared__ __align__(16) unsigned char shared[];
  T* queries = reinterpret_cast<T*>(shared);
  T* tiles = queries + Shape::kQueries * Shape::kPitch;
  const int64_t b = blockIdx.z, h = blockIdx.y, group = h / (p.heads / p.groups);
  const int first_query = blockIdx.x * Shape::kQueries;
  const T* q = static_cast<const T*>(p.q) + b * p.q_walk.batch + h * p.q_walk.head;
  const T* k = static_cast<const T*>(p.k) + b * p.k_walk.batch + group * p.k_walk.head;
  const T* v = static_cast<const T*>(p.v) + b * p.v_walk.batch + group * p.v_walk.head;
  const int seen = p.causal ? min(p.keys, first_query + Shape::kQueries) : p.keys;
  const auto load = [&](int first) {
    T* to = tiles + first / kKeys % 2 * 2 * Shape::kTile;
    if (first < seen) {
      Shape::template load<kKeys>(to, k, p.k_walk.row, first, p.keys, p.depth);
      Shape::template load<kKeys>(to + Shape::kTile, v, p.v_walk.row, first, p.keys, p.width);
    }
    commit_copies();
  };
  Shape::template load<Shape::kQueries>(queries, q, p.q_walk.row, first_query, p.queries, p.depth);
  commit_copies();
  load(0);
  wait_for_copies<1>();
  __syncthreads();
  QueryRows<T, kDepth> rows(queries + threadIdx.x / 32 * 16 * Shape::kPitch);
  const int query = first_query + threadIdx.x / 32 * 16 + threadIdx.x % 32 / 4;
  const int64_t mask_head = b * p.mask_strides[0] + h * p.mask_strides[1];
  for (int first = 0; first < seen; first += kKeys) {
    load(first + kKeys);
    wait_for_copies<1>();
    __syncthreads();
    const T* keys = tiles + first / kKeys % 2 * 2 * Shape::kTile;
    float scores[kKeys / 8][4] = {};
    rows.score(keys, scores);
    hide(p, mask_head, query, first, scores);
    rows.weigh(scores);
    rows.add(scores, keys + Shape::kTile);
    __syncthreads();
  }
  T* y = static_cast<T*>(p.y) + b * p.y_walk.batch + h * p.y_walk.head;
#pragma unroll
  for (int half = 0; half < 2; ++half) {
    const int s = query + 8 * half;
    rows.store(s < p.queries ? y + s * p.y_walk.row : nullptr, half, p.width);
  }
}

template <typename T, int kDepth, int kWarps>
int launch(const Attention& attention, cudaStream_t stream) {
  using Shape = FlashShape<T, kDepth, kWarps>;
  const auto kernel = flash_kernel<T, kDepth, kWarps>;
  const auto raised =
      cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, Shape::kBytes);
  if (raised != cudaSuccess) return raised;
  const dim3 blocks(
      static_cast<unsigned>((attention.queries + Shape::kQueries - 1) / Shape::kQueries),
      static_cast<unsigned>(attention.heads), static_cast<unsigned>(attention.batch));
  return launch_overlapped_with(kernel, blocks, Shape::kThreads, Shape::kBytes, stream, attention);
}

template <typename T, int kDepth>
int launch_warps(const Attention& attention, int queries, cudaStream_t stream) {
  if (queries == 128) return launch<T, kDepth, 8>(attention, stream);
  if (queries == 64) return launch<T, kDepth, 4>(attention, stream);
  return queries == 32 ? launch<T, kDepth, 2>(attention, stream) : -1;
}

template <typename T>
int launch_depth(const Attention& attention, int queries, cudaStream_t stream) {
  const int depth = attention.depth > attention.width ? attention.depth : attention.width;
  return depth <= 64 ? launch_warps<T, 64>(attention, queries, stream)
                     : launch_warps<T, 128>(attention, queries, stream);
}

}  // namespace

int launch_flash_attention(const Attention& attention, Element element, int queries, void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  if (element == Element::kFloat16) return launch_depth<__half>(attention, queries, native);
  return launch_depth<__nv_bfloat16>(attention, queries, native);
}

}  // namespace nightjar::kernels::cuda
