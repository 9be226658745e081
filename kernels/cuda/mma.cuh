// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Tensor-core matrix products by mma.sync: instructions, tiles in shared memory, one warp's part.
#pragma once

#include "kernels/cuda/arithmetic.cuh"
#include "kernels/cuda/element.cuh"

namespace nightjar::kernels::cuda {

__device__ inline uint32_t shared_address(const void* pointer) {
  return static_cast<uint32_t>(__cvta_generic_to_shared(pointer));
}

/// 16 bytes from global to shared memory, in the background; zeros when `is_there` is false.
__device__ inline void copy_async(void* to, const void* from, bool is_there) {
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(shared_address(to)), "l"(from),
               "r"(is_there ? 16 : 0));
}
__device__ inline void commit_copies() { asm volatile("cp.async.commit_group;"); }
template <int kPending>
__device__ inline void wait_for_copies() {
  asm volatile("cp.async.wait_group %0;" ::"n"(kPending));
}

/// Four 8x8 matrices of 16-bit elements, one row address a thread.
__device__ inline void load_matrices(uint32_t (&r)[4], uint32_t row_address) {
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];"
               : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3])
               : "r"(row_address));
}
__device__ inline void load_matrices(uint32_t (&r)[4], const void* row) {
  load_matrices(r, shared_address(row));
}
__device__ inline void load_matrices_transposed(uint32_t (&r)[4], const void* row) {
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0,%1,%2,%3}, [%4];"
               : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3])
               : "r"(shared_address(row)));
}

/// Sizes of one kernel: a block makes kM x kN of y in steps of kK, a warp kWarpM x kWarpN of it.
template <int kM_, int kN_, int kK_, int kWarpM_, int kWarpN_, int kStages_>
struct TileShape {
  static constexpr int kM = kM_, kN = kN_, kK = kK_, kWarpM = kWarpM_, kWarpN = kWarpN_;
  static constexpr int kStages = kStages_;
  static constexpr int kWarpsM = kM / kWarpM, kWarpsN = kN / kWarpN;
  static constexpr int kThreads = 32 * kWarpsM * kWarpsN;
  /// 8 elements behind each row keep ldmatrix free of bank conflicts.
  static constexpr int kPad = 8;
  static constexpr int kAPitch = kK + kPad;
  static constexpr int kSumPitch = kN + kPad;
};

/// The tiles of b lie [n][k] or [k][n].
enum class BOrder { kNByK, kKByN };

template <typename Shape, BOrder kOrder>
struct SharedLayout {
  static constexpr int kBRows = kOrder == BOrder::kNByK ? Shape::kN : Shape::kK;
  static constexpr int kBPitch = (kOrder == BOrder::kNByK ? Shape::kK : Shape::kN) + Shape::kPad;
  static constexpr int kAElements = Shape::kM * Shape::kAPitch;
  static constexpr int kStageElements = kAElements + kBRows * kBPitch;
  static constexpr int kPipelineBytes = Shape::kStages * kStageElements * 2;
  static constexpr int kSumBytes = Shape::kM * Shape::kSumPitch * 4;
  static constexpr int kBytes = kPipelineBytes > kSumBytes ? kPipelineBytes : kSumBytes;
};

/// The part of a block's tile that one warp adds up, in registers.
template <typename T, typename Shape, BOrder kOrder>
class WarpTile {
 public:
  static constexpr int kRows = Shape::kWarpM / 16, kColumns = Shape::kWarpN / 8;
  using Layout = SharedLayout<Shape, kOrder>;
  using Sum = typename Arithmetic<T>::Sum;

  __device__ WarpTile() {
    const int warp = threadIdx.x / 32;
    lane_ = threadIdx.x % 32;
    row_ = warp / Shape::kWarpsN * Shape::kWarpM;
    column_ = warp % Shape::kWarpsN * Shape::kWarpN;
  }

  __device__ void accumulate(const T* a, const T* b) {
#pragma unroll
    for (int k = 0; k < Shape::kK; k += 16) {
      Fragment<T> left[kRows], right[kColumns / 2];
#pragma unroll
      for (int i = 0; i < kRows; ++i) {
        load_matrices(left[i].bits,
                      a + (row_ + 16 * i + lane_ % 16) * Shape::kAPitch + k + lane_ / 16 * 8);
        left[i].round();
      }
#pragma unroll
      for (int j = 0; j < kColumns / 2; ++j) {
        load_b(right[j].bits, b, column_ + 16 * j, k);
        right[j].round();
      }
#pragma unroll
      for (int i = 0; i < kRows; ++i) {
#pragma unroll
        for (int j = 0; j < kColumns; ++j) {
          multiply_add(sums_[i][j], left[i], right[j / 2], j % 2);
        }
      }
    }
  }

  __device__ void store_sums(float* block_sums) const {
#pragma unroll
    for (int i = 0; i < kRows; ++i) {
#pragma unroll
      for (int j = 0; j < kColumns; ++j) {
        float* to = block_sums + (row_ + 16 * i + lane_ / 4) * Shape::kSumPitch + column_ + 8 * j +
                    lane_ % 4 * 2;
        const Sum(&sums)[4] = sums_[i][j];
        *reinterpret_cast<float2*>(to) =
            make_float2(static_cast<float>(sums[0]), static_cast<float>(sums[1]));
        *reinterpret_cast<float2*>(to + 8 * Shape::kSumPitch) =
            make_float2(static_cast<float>(sums[2]), static_cast<float>(sums[3]));
      }
    }
  }

 private:
  __device__ void load_b(uint32_t (&r)[4], const T* b, int n, int k) const {
    if constexpr (kOrder == BOrder::kNByK) {
      const int row = n + lane_ % 8 + lane_ / 16 * 8;
      load_matrices(r, b + row * Layout::kBPitch + k + lane_ / 8 % 2 * 8);
    } else {
      load_matrices_transposed(r, b + (k + lane_ % 16) * Layout::kBPitch + n + lane_ / 16 * 8);
    }
  }

  int lane_, row_, column_;
  Sum sums_[kRows][kColumns][4] = {};
};

}  // namespace nightjar::kernels::cuda
