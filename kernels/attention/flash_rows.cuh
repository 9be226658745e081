// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What a warp knows of 16 queries while it goes over keys: scores, running softmax, answers so far.
#pragma once

#include "kernels/cuda/mma.cuh"

namespace nightjar::kernels::cuda {

inline constexpr int kKeys = 64;  ///< At a time.

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

}  // namespace nightjar::kernels::cuda
