// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// From the sums of a warpgroup to y: turned into runs of eight columns, through shared memory.
#pragma once

#include <cooperative_groups.h>

#include <type_traits>

#include "kernels/cuda/byte_epilogue.cuh"
#include "kernels/cuda/hopper/wgmma_shape.cuh"

namespace nightjar::kernels::cuda::hopper {

#ifdef NIGHTJAR_ON_SM90A

/// Eight neighbours of the residual, as they lie in memory.
template <typename T>
struct ResidualRun : Run<T, 8> {};
template <>
struct ResidualRun<BytePair> : Run<uint8_t, 8> {};

/// Whether the residual is read ahead: in the sums' own type, or a byte.
template <typename T>
__device__ bool is_read_ahead(const Contraction& problem) {
  if (problem.epilogue.residual == nullptr) return false;
  if constexpr (!std::is_same_v<T, BytePair>) return true;
  const Element type = problem.epilogue.bytes.residual;
  return problem.n % 8 == 0 && (type == Element::kInt8 || type == Element::kUInt8);
}

/// Zeros outside of y.
template <typename T>
__device__ ResidualRun<T> load_residual(int m, int n, const Contraction& problem) {
  using Stored = std::conditional_t<std::is_same_v<T, BytePair>, uint8_t, T>;
  ResidualRun<T> run = {};
  if (!is_read_ahead<T>(problem) || m >= problem.m || n >= problem.n) return run;
  const auto* from = static_cast<const Stored*>(problem.epilogue.residual);
  from += m * problem.y_row + n;
  if (problem.n % 8 == 0) return *reinterpret_cast<const ResidualRun<T>*>(from);
#pragma unroll
  for (int i = 0; i < 8; ++i) {
    if (n + i < problem.n) run.values[i] = from[i];
  }
  return run;
}

/// Scale, bias, residual, activation, and the store of eight columns.
template <typename T>
__device__ void finish_run(float (&values)[8], const EightColumns<T>& columns,
                           const ResidualRun<T>& residual, int m, int n,
                           const Contraction& problem) {
  if (m >= problem.m || n >= problem.n) return;
#pragma unroll
  for (int i = 0; i < 8; ++i) {
    values[i] = values[i] * problem.epilogue.alpha + columns.bias[i] + to_float(residual.values[i]);
  }
  activate(values, problem.epilogue);
  const int64_t offset = m * problem.y_row + n;
  if (problem.wide_y) {
    store_columns(static_cast<float*>(problem.y) + offset, values, problem.n - n);
  } else {
    store_columns(static_cast<T*>(problem.y) + offset, values, problem.n - n);
  }
}
__device__ inline void finish_run(float (&values)[8], const EightColumns<BytePair>& columns,
                                  const ResidualRun<BytePair>& residual, int m, int n,
                                  const Contraction& problem) {
  if (m >= problem.m || n >= problem.n) return;
  const int64_t offset = m * problem.y_row + n;
  float addends[8];
  if (is_read_ahead<BytePair>(problem)) {
    columns.read_bytes(residual, problem.epilogue.bytes, addends);
  } else {
    columns.load_residual(offset, problem.n - n, problem.epilogue, addends);
  }
  columns.finish(values, addends, offset, problem.n - n, problem);
}

/// Lays 16 rows of 32 columns of a warp's sums down as rows; `sums` are those columns'.
template <typename Shape, typename Sum, typename Stored>
__device__ void store_piece(const Sum* sums, Stored* rows, int pitch, bool is_woven) {
  using Pair = Run<Stored, 2>;
  const int lane = threadIdx.x % 32;
  // Four neighbours of a woven y are in two matrices.
  Stored* to = rows + lane / 4 * pitch + lane % 4 * (is_woven ? 4 : 2);
  const int second = is_woven ? 2 : 8;
  const auto pair = [&](int i) {
    return Pair{static_cast<Stored>(sums[i]), static_cast<Stored>(sums[i + 1])};
  };
#pragma unroll
  for (int j = 0; j < Shape::kPieceColumns / 8; ++j) {
    Stored* matrix = to + j / 2 * 16 + j % 2 * second;
    *reinterpret_cast<Pair*>(matrix) = pair(4 * j);
    *reinterpret_cast<Pair*>(matrix + 8 * pitch) = pair(4 * j + 2);
  }
}

/// Columns that are read before their sums are there; those of bytes are too many registers, and
/// are read when they are asked for.
template <typename T>
struct ColumnsAhead {
  EightColumns<T> columns;

  __device__ ColumnsAhead(const Contraction& problem, int n) : columns(problem, n, 0) {}
  __device__ const EightColumns<T>& get(const Contraction&, int) const { return columns; }
};
template <>
struct ColumnsAhead<BytePair> {
  __device__ ColumnsAhead(const Contraction&, int) {}
  __device__ EightColumns<BytePair> get(const Contraction& problem, int n) const {
    return EightColumns<BytePair>(problem, n, 0);
  }
};

/// A warpgroup's part of a y whose rows are runs of eight; it begins at `place`. What the sums meet
/// is read ahead: for the first columns before they are there. `piece` is the warp's own.
template <typename T, typename Shape>
class Finisher {
 public:
  using Sum = typename Arithmetic<T>::Sum;

  __device__ Finisher(const Contraction& problem, TilePlace place, float* piece)
      : problem_(problem),
        piece_(reinterpret_cast<Sum*>(piece)),
        columns_(problem, first_column(place)) {
    const int lane = threadIdx.x % 32;
    first_row_ = place.row + threadIdx.x / 32 % 4 * 16 + lane / 4;
    tile_column_ = place.column;
    own_column_ = lane % 4 * 8;
    read_ahead(0, residual_);
  }

  __device__ void finish(const Sum (&sums)[Shape::kRowBlocks][Shape::kN / 2]) {
#pragma unroll 1
    for (int index = 0; index < Shape::kRowBlocks * kPiecesInRow; ++index) {
      ResidualRun<T> residual[kPasses];
      read_ahead(index + 1, residual);
      const ColumnsAhead<T> columns(problem_, column_of(index + 1));
      __syncwarp();
#pragma unroll
      for (int i = 0; i < Shape::kRowBlocks * kPiecesInRow; ++i) {
        if (i == index) {
          store_piece<Shape>(sums[i / kPiecesInRow] + i % kPiecesInRow * kSums, piece_,
                             Shape::kPiecePitch, problem_.is_woven);
        }
      }
      __syncwarp();
      finish_piece(index);
#pragma unroll
      for (int pass = 0; pass < kPasses; ++pass) residual_[pass] = residual[pass];
      columns_ = columns;
    }
  }

 private:
  static constexpr int kPiecesInRow = Shape::kN / Shape::kPieceColumns;
  static constexpr int kSums = Shape::kPieceColumns / 2, kPasses = 2;

  __device__ static int first_column(TilePlace place) { return place.column + threadIdx.x % 4 * 8; }
  __device__ int row_of(int index, int pass) const {
    return first_row_ + index / kPiecesInRow * kRowsOfProduct + 8 * pass;
  }
  __device__ int column_of(int index) const {
    return tile_column_ + index % kPiecesInRow * Shape::kPieceColumns + own_column_;
  }
  __device__ void read_ahead(int index, ResidualRun<T> (&residual)[kPasses]) const {
#pragma unroll
    for (int pass = 0; pass < kPasses; ++pass) {
      residual[pass] = load_residual<T>(row_of(index, pass), column_of(index), problem_);
    }
  }
  __device__ void finish_piece(int index) const {
    const Sum* from = piece_ + threadIdx.x % 32 / 4 * Shape::kPiecePitch + own_column_;
    const auto& columns = columns_.get(problem_, column_of(index));
#pragma unroll
    for (int pass = 0; pass < kPasses; ++pass) {
      const auto run = *reinterpret_cast<const Run<Sum, 8>*>(from + 8 * pass * Shape::kPiecePitch);
      float values[8];
#pragma unroll
      for (int i = 0; i < 8; ++i) values[i] = static_cast<float>(run.values[i]);
      finish_run(values, columns, residual_[pass], row_of(index, pass), column_of(index), problem_);
    }
  }

  const Contraction& problem_;
  Sum* piece_;
  int first_row_, tile_column_, own_column_;
  ResidualRun<T> residual_[kPasses];
  ColumnsAhead<T> columns_;
};

/// The block's sums as a whole tile in shared memory.
template <typename Shape, typename Sum>
__device__ void store_sums(const Sum (&sums)[Shape::kRowBlocks][Shape::kN / 2], float* tile,
                           int first_row, bool is_woven) {
  constexpr int kSums = Shape::kPieceColumns / 2;
#pragma unroll
  for (int i = 0; i < Shape::kRowBlocks; ++i) {
    const int row = first_row + i * kRowsOfProduct + threadIdx.x / 32 % 4 * 16;
#pragma unroll
    for (int j = 0; j < Shape::kN / Shape::kPieceColumns; ++j) {
      store_piece<Shape>(sums[i] + j * kSums,
                         tile + row * Shape::kSumPitch + j * Shape::kPieceColumns, Shape::kSumPitch,
                         is_woven);
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
    const ResidualRun<T> residual = load_residual<T>(m, n, problem);
    const EightColumns<T> columns(problem, n, 0);
    float values[8] = {};
    const int at = row * Shape::kSumPitch + column;
    add_from_cluster(values, part, split, [&](int block) {
      return *reinterpret_cast<const Run<float, 8>*>(cluster.map_shared_rank(tile, block) + at);
    });
    finish_run(values, columns, residual, m, n, problem);
  }
  join_cluster();
}

#endif

}  // namespace nightjar::kernels::cuda::hopper
