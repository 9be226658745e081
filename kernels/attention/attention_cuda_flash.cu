// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Attention on tensor cores: a warp takes 16 queries over all keys, with a running softmax, as in
// "FlashAttention-2" (Dao, 2023). Scores stay in registers.
#include "kernels/attention/attention_cuda_kernels.h"
#include "kernels/attention/flash_rows.cuh"
#include "kernels/cuda/overlap.cuh"

namespace nightjar::kernels::cuda {
namespace {

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
