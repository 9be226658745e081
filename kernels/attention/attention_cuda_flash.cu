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
  static constexpr int kChains = 4;  ///< Of sums side by side, so that none waits for the other.

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
    for (int k = 0; k < kDepth / 16; ++k) {
#pragma unroll
      for (int j = 0; j < kKeys / 16; ++j) {
        uint32_t b[4];
        load_matrices(b, row + j * 16 * kPitch + k * 16);
        multiply_add(scores[2 * j], queries_[k], b[0], b[1], T());
        multiply_add(scores[2 * j + 1], queries_[k], b[2], b[3], T());
      }
    }
  }

  /// Turns scores, `scale` of which are units of log 2, into weights of the new top and scales
  /// what was there. `scale` is positive.
  __device__ void weigh(float (&scores)[kKeys / 8][4], float scale) {
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      float tops[kChains];
#pragma unroll
      for (int j = 0; j < kKeys / 8; ++j) {
        const float larger = fmaxf(scores[j][2 * half], scores[j][2 * half + 1]);
        tops[j % kChains] = j < kChains ? larger : fmaxf(tops[j % kChains], larger);
      }
      float top = fmaxf(fmaxf(tops[0], tops[1]), fmaxf(tops[2], tops[3]));
      top = fmaxf(top, __shfl_xor_sync(0xffffffffu, top, 1));
      top = fmaxf(top, __shfl_xor_sync(0xffffffffu, top, 2));
      top = fmaxf(top_[half], top * scale);
      // A row that may look at nothing yet has no top.
      const float base = top == -INFINITY ? 0.0f : top;
      const float factor = fast_exp2(top_[half] - base);
      top_[half] = top;
      float sums[kChains];
#pragma unroll
      for (int j = 0; j < kKeys / 8; ++j) {
        float& left = scores[j][2 * half];
        float& right = scores[j][2 * half + 1];
        left = fast_exp2(fmaf(left, scale, -base));
        right = fast_exp2(fmaf(right, scale, -base));
        sums[j % kChains] = left + right + (j < kChains ? 0.0f : sums[j % kChains]);
      }
      sum_[half] = sum_[half] * factor + ((sums[0] + sums[1]) + (sums[2] + sums[3]));
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

/// Calls use(load), where load(at) is what the mask adds to a score, in units of log 2; -inf where
/// a key is left out.
template <typename Use>
__device__ void with_mask(const Attention& p, Use use) {
  if (p.mask_is_choice) {
    return use([&](int64_t at) {
      return static_cast<const uint8_t*>(p.mask)[at] != 0 ? 0.0f : -INFINITY;
    });
  }
  use([&](int64_t at) { return kLog2E * load_as_float(p.mask, p.mask_type, at); });
}

/// What a mask that is the same for all queries adds to the scores of a tile of keys.
class KeyMask {
 public:
  __device__ explicit KeyMask(const Attention& p)
      : is_used_(p.mask != nullptr && p.mask_strides[2] == 0) {}

  __device__ bool is_used() const { return is_used_; }
  /// Read before the scores are there, so that they need not wait.
  __device__ void load(const Attention& p, int64_t mask_head, int first_key) {
    if (!is_used_) return;
    with_mask(p, [&](auto load) {
#pragma unroll
      for (int j = 0; j < kKeys / 8; ++j) {
#pragma unroll
        for (int i = 0; i < 2; ++i) {
          const int t = first_key + 8 * j + threadIdx.x % 4 * 2 + i;
          values_[j][i] = t < p.keys ? load(mask_head + t * p.mask_strides[3]) : -INFINITY;
        }
      }
    });
  }
  __device__ float value(int j, int i) const { return values_[j][i]; }

 private:
  bool is_used_;
  float values_[kKeys / 8][2];
};

/// -inf for keys that are not there or come later than the query.
__device__ void hide(const Attention& p, int query, int first_key, float (&scores)[kKeys / 8][4]) {
  if (first_key + kKeys <= p.keys && (!p.causal || first_key + kKeys - 1 <= query)) return;
#pragma unroll
  for (int j = 0; j < kKeys / 8; ++j) {
#pragma unroll
    for (int i = 0; i < 4; ++i) {
      const int s = query + i / 2 * 8, t = first_key + 8 * j + threadIdx.x % 4 * 2 + i % 2;
      if (t >= p.keys || (p.causal && t > s)) scores[j][i] = -INFINITY;
    }
  }
}

/// Scales scores to units of log 2 and adds the mask.
__device__ void mask_scores(const Attention& p, const KeyMask& keys, int64_t mask_head, int query,
                            int first_key, float (&scores)[kKeys / 8][4]) {
  const float scale = p.scale * kLog2E;
#pragma unroll
  for (int j = 0; j < kKeys / 8; ++j) {
#pragma unroll
    for (int i = 0; i < 4; ++i) {
      scores[j][i] = fmaf(scores[j][i], scale, keys.is_used() ? keys.value(j, i % 2) : 0.0f);
    }
  }
  if (p.mask == nullptr || keys.is_used()) return;
  with_mask(p, [&](auto load) {
#pragma unroll
    for (int j = 0; j < kKeys / 8; ++j) {
#pragma unroll
      for (int i = 0; i < 4; ++i) {
        const int s = query + i / 2 * 8, t = first_key + 8 * j + threadIdx.x % 4 * 2 + i % 2;
        if (t >= p.keys || s >= p.queries) continue;
        scores[j][i] += load(mask_head + s * p.mask_strides[2] + t * p.mask_strides[3]);
      }
    }
  });
}

/// Warps of a multiprocessor that registers are shared out for.
template <int kDepth>
inline constexpr int kResidentWarps = kDepth == 64 ? 12 : 8;

/// blockIdx.x: tile of queries, y: head, z: batch.
template <typename T, int kDepth, int kWarps>
__global__ void __launch_bounds__(32 * kWarps, kResidentWarps<kDepth> / kWarps)
    flash_kernel(const __grid_constant__ Attention p) {
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
  // Without a mask, and with a scale that keeps the order, scaling is part of the softmax.
  const bool scales_late = p.mask == nullptr && p.scale > 0.0f;
  const float late_scale = scales_late ? p.scale * kLog2E : 1.0f;
  KeyMask key_mask(p);
  for (int first = 0; first < seen; first += kKeys) {
    key_mask.load(p, mask_head, first);
    wait_for_copies<0>();
    __syncthreads();
    load(first + kKeys);
    const T* keys = tiles + first / kKeys % 2 * 2 * Shape::kTile;
    float scores[kKeys / 8][4] = {};
    rows.score(keys, scores);
    if (!scales_late) mask_scores(p, key_mask, mask_head, query, first, scores);
    hide(p, query, first, scores);
    rows.weigh(scores, late_scale);
    rows.add(scores, keys + Shape::kTile);
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
