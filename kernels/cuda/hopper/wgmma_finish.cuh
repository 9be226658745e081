// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// From the sums of a warpgroup to y: turned into runs of eight columns, through shared memory.
#pragma once

#include <cooperative_groups.h>

#include "kernels/cuda/epilogue.cuh"
#include "kernels/cuda/hopper/wgmma_shape.cuh"

namespace nightjar::kernels::cuda::hopper {

#ifdef NIGHTJAR_ON_SM90A

/// Eight neighbours of the residual; zeros outside of y.
template <typename T>
__device__ Run<T, 8> load_residual(int m, int n, const Contraction& problem) {
  Run<T, 8> run = {};
  const T* from = static_cast<const T*>(problem.epilogue.residual);
  if (from == nullptr || m >= problem.m || n >= problem.n) return run;
  from += m * problem.y_row + n;
  if (problem.n % 8 == 0) return *reinterpret_cast<const Run<T, 8>*>(from);
#pragma unroll
  for (int i = 0; i < 8; ++i) {
    if (n + i < problem.n) run.values[i] = from[i];
  }
  return run;
}

/// Scale, bias, residual, activation, and the store of eight columns.
template <typename T>
__device__ void finish_run(float (&values)[8], const float (&bias)[8], const Run<T, 8>& residual,
                           int m, int n, const Contraction& problem) {
  if (m >= problem.m || n >= problem.n) return;
#pragma unroll
  for (int i = 0; i < 8; ++i) {
    values[i] = values[i] * problem.epilogue.alpha + bias[i] + to_float(residual.values[i]);
  }
  activate(values, problem.epilogue);
  const int64_t offset = m * problem.y_row + n;
  if (problem.wide_y) {
    store_columns(static_cast<float*>(problem.y) + offset, values, problem.n - n);
  } else {
    store_columns(static_cast<T*>(problem.y) + offset, values, problem.n - n);
  }
}

/// Lays 16 rows of 32 columns of a warp's sums down as rows; `sums` are those columns'.
template <typename Shape>
__device__ void store_piece(const float* sums, float* rows, int pitch) {
  const int lane = threadIdx.x % 32;
  float* to = rows + lane / 4 * pitch + lane % 4 * 2;
#pragma unroll
  for (int j = 0; j < Shape::kPieceColumns / 8; ++j) {
    *reinterpret_cast<float2*>(to + 8 * j) = make_float2(sums[4 * j], sums[4 * j + 1]);
    *reinterpret_cast<float2*>(to + 8 * j + 8 * pitch) =
        make_float2(sums[4 * j + 2], sums[4 * j + 3]);
  }
}

/// A warpgroup's part of a y whose rows are runs of eight; it begins at `place`. What the sums meet
/// is read ahead: for the first columns before they are there. `piece` is the warp's own.
template <typename T, typename Shape>
class Finisher {
 public:
  __device__ Finisher(const Contraction& problem, TilePlace place, float* piece)
      : problem_(problem), piece_(piece) {
    const int lane = threadIdx.x % 32;
    first_row_ = place.row + threadIdx.x / 32 % 4 * 16 + lane / 4;
    tile_column_ = place.column;
    own_column_ = lane % 4 * 8;
    read_ahead(0, residual_, bias_);
  }

  __device__ void finish(const float (&sums)[Shape::kRowBlocks][Shape::kN / 2]) {
#pragma unroll 1
    for (int index = 0; index < Shape::kRowBlocks * kPiecesInRow; ++index) {
      Run<T, 8> residual[kPasses];
      float bias[8];
      read_ahead(index + 1, residual, bias);
      __syncwarp();
#pragma unroll
      for (int i = 0; i < Shape::kRowBlocks * kPiecesInRow; ++i) {
        if (i == index) {
          store_piece<Shape>(sums[i / kPiecesInRow] + i % kPiecesInRow * kSums, piece_,
                             Shape::kPiecePitch);
        }
      }
      __syncwarp();
      finish_piece(index);
#pragma unroll
      for (int pass = 0; pass < kPasses; ++pass) residual_[pass] = residual[pass];
#pragma unroll
      for (int i = 0; i < 8; ++i) bias_[i] = bias[i];
    }
  }

 private:
  static constexpr int kPiecesInRow = Shape::kN / Shape::kPieceColumns;
  static constexpr int kSums = Shape::kPieceColumns / 2, kPasses = 2;

  __device__ int row_of(int index, int pass) const {
    return first_row_ + index / kPiecesInRow * kRowsOfProduct + 8 * pass;
  }
  __device__ int column_of(int index) const {
    return tile_column_ + index % kPiecesInRow * Shape::kPieceColumns + own_column_;
  }
  __device__ void read_ahead(int index, Run<T, 8> (&residual)[kPasses], float (&bias)[8]) const {
    const int column = column_of(index);
    load_eight(problem_.epilogue.bias, problem_.epilogue.bias_type, column, problem_.n, bias);
#pragma unroll
    for (int pass = 0; pass < kPasses; ++pass) {
      residual[pass] = load_residual<T>(row_of(index, pass), column, problem_);
    }
  }
  __device__ void finish_piece(int index) const {
    const float* from = piece_ + threadIdx.x % 32 / 4 * Shape::kPiecePitch + own_column_;
#pragma unroll
    for (int pass = 0; pass < kPasses; ++pass) {
      const auto run =
          *reinterpret_cast<const Run<float, 8>*>(from + 8 * pass * Shape::kPiecePitch);
      float values[8];
#pragma unroll
      for (int i = 0; i < 8; ++i) values[i] = run.values[i];
      finish_run(values, bias_, residual_[pass], row_of(index, pass), column_of(index), problem_);
    }
  }

  const Contraction& problem_;
  float* piece_;
  int first_row_, tile_column_, own_column_;
  Run<T, 8> residual_[kPasses];
  float bias_[8];
};

/// The block's sums as a whole tile in shared memory.
template <typename Shape>
__device__ void store_sums(const float (&sums)[Shape::kRowBlocks][Shape::kN / 2], float* tile,
                           int first_row) {
  constexpr int kSums = Shape::kPieceColumns / 2;
#pragma unroll
  for (int i = 0; i < Shape::kRowBlocks; ++i) {
    const int row = first_row + i * kRowsOfProduct + threadIdx.x / 32 % 4 * 16;
#pragma unroll
    for (int j = 0; j < Shape::kN / Shape::kPieceColumns; ++j) {
      store_piece<Shape>(sums[i] + j * kSums,
                         tile + row * Shape::kSumPitch + j * Shape::kPieceColumns,
                         Shape::kSumPitch);
    }
  }
}

/// All threads of the cluster; what they wrote to shared memory is seen behind it.
__device__ inline void join_cluster() {
  asm volatile("barrier.cluster.arrive.release;\nbarrier.cluster.wait.acquire;" ::: "memory");
}

/// Adds up the tiles of all blocks of the cluster, each of which finishes its share of the rows.
template <typename T, typename Shape>
__device__ void finish_together(float* tile, int part, int split, TilePlace place,
                                const Contraction& problem) {
  const auto cluster = cooperative_groups::this_cluster();
  join_cluster();
  constexpr int kRunsInRow = Shape::kN / 8;
  const int share = Shape::kM / split;
  for (int i = threadIdx.x; i < share * kRunsInRow; i += Shape::kConsumerThreads) {
    const int row = part * share + i / kRunsInRow, column = i % kRunsInRow * 8;
    const int m = place.row + row, n = place.column + column;
    if (m >= problem.m || n >= problem.n) continue;
    const Run<T, 8> residual = load_residual<T>(m, n, problem);
    float bias[8], values[8] = {};
    load_eight(problem.epilogue.bias, problem.epilogue.bias_type, n, problem.n, bias);
    const int at = row * Shape::kSumPitch + column;
    add_from_cluster(values, part, split, [&](int block) {
      return *reinterpret_cast<const Run<float, 8>*>(cluster.map_shared_rank(tile, block) + at);
    });
    finish_run(values, bias, residual, m, n, problem);
  }
  join_cluster();
}

#endif

}  // namespace nightjar::kernels::cuda::hopper
