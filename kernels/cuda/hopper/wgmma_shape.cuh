// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Sizes of a warpgroup kernel, the order of its tiles, and its ring of stages in shared memory.
#pragma once

#include "kernels/cuda/hopper/tensor_map.h"
#include "kernels/cuda/hopper/wgmma.cuh"

namespace nightjar::kernels::cuda::hopper {

/// Rows that one wgmma multiplies, and threads that do.
inline constexpr int kRowsOfProduct = 64, kWarpgroup = 128;

/// Each of kConsumers warpgroups makes kRowBlocks * 64 x kN of y: parts of one tile, or in turns a
/// tile each. kBuffers tiles of y are on their way at a time.
template <int kRowBlocks_, int kConsumers_, int kN_, int kStages_, int kBuffers_, bool kInTurns_>
struct WgmmaShape {
  static constexpr int kRowBlocks = kRowBlocks_, kConsumers = kConsumers_, kN = kN_;
  static constexpr int kStages = kStages_, kBuffers = kBuffers_;
  static constexpr bool kInTurns = kInTurns_;
  static constexpr int kRowsOfGroup = kRowBlocks * kRowsOfProduct;
  static constexpr int kM = kRowsOfGroup * (kInTurns ? 1 : kConsumers);
  /// The warps behind bring operands and carry y: two, or a warpgroup that gives its registers
  /// away.
  static constexpr int kConsumerThreads = kConsumers * kWarpgroup;
  static constexpr bool kMovesRegisters = kConsumers == 2 && kN > 64;
  static constexpr int kThreads = kConsumerThreads + (kMovesRegisters ? kWarpgroup : 64);
  /// Warps that finish one tile.
  static constexpr int kFinishers = kInTurns ? 4 : 4 * kConsumers;
  static_assert(!kInTurns || kBuffers == kConsumers);
  static constexpr int kABytes = kM * 128, kStageBytes = kABytes + kN * 128;
  static constexpr int kPipelineBytes = kStages * kStageBytes;
  /// A tile of y lies in boxes of kYRows rows of 128 bytes, those of a row of boxes together.
  static constexpr int kBoxBytes = kYRows * 128, kBoxesInRow = kN / kTileColumns;
  static constexpr int kYBytes = kM / kYRows * kBoxesInRow * kBoxBytes;
  /// Where y is not copied, warps turn their sums into runs of columns in its place, 16 rows of 32
  /// columns at a time.
  static constexpr int kPieceColumns = 32, kPiecePitch = kPieceColumns + 8;
  static constexpr int kPieceFloats = 16 * kPiecePitch;
  static_assert(kConsumers * 4 * kPieceFloats * 4 <= kBuffers * kYBytes);
  /// Blocks of a cluster exchange whole tiles of sums, in place of the pipeline.
  static constexpr int kSumPitch = kN + 8, kSumBytes = kM * kSumPitch * 4;
  static_assert(kInTurns || kSumBytes <= kPipelineBytes);
  /// The swizzle counts from multiples of 1024.
  static constexpr int kAlignment = 1024;
  static constexpr int kBytes = kPipelineBytes + kBuffers * kYBytes + kAlignment;
  /// Small ones share a multiprocessor, so that the next begins while one ends.
  static constexpr int kMostBytesOfTwo = 112 * 1024;
  static constexpr int kBlocksOfCore = kBytes <= kMostBytesOfTwo ? 2 : 1;
};

/// How a tile of y lies where the copy engine moves it, a box of rows of at most 128 bytes after
/// the other.
template <typename Shape, int kElementBytes>
struct YTile {
  static constexpr int kRowBytes =
      Shape::kN * kElementBytes < 128 ? Shape::kN * kElementBytes : 128;
  static constexpr int kColumns = kRowBytes / kElementBytes;
  static constexpr bool kIsWhole = Shape::kN % kColumns == 0;
  static constexpr int kBoxesInRow = Shape::kN / kColumns, kBoxBytes = kYRows * kRowBytes;
  static constexpr int kBytes = Shape::kM / kYRows * kBoxesInRow * kBoxBytes;
};

/// First row and column of a part of y.
struct TilePlace {
  int row, column;
};

/// y in tiles, in an order in which blocks at work at one time share rows and columns.
struct TileOrder {
  static constexpr int kBand = 8;  ///< Rows of tiles that are walked together, column by column.
  int rows, columns;

  __host__ __device__ int count() const { return rows * columns; }
  __device__ void locate(int tile, int& row, int& column) const {
    const int band = tile / (kBand * columns), rest = tile - band * kBand * columns;
    const int height = min(kBand, rows - band * kBand);
    column = rest / height;
    row = band * kBand + rest % height;
  }
  template <typename Shape>
  __device__ TilePlace place(int tile) const {
    int row, column;
    locate(tile, row, column);
    return {row * Shape::kM, column * Shape::kN};
  }
};

template <typename Shape>
__host__ __device__ TileOrder order_of(const Contraction& problem) {
  return {(problem.m + Shape::kM - 1) / Shape::kM, (problem.n + Shape::kN - 1) / Shape::kN};
}

/// Which steps along k a block makes of each of its tiles.
struct Steps {
  int chunks, begin, count;

  __device__ Steps(const Image& image, int part, int split) {
    chunks = (image.channels + kTileColumns - 1) / kTileColumns;
    const int all = chunks * image.kernel_height * image.kernel_width;
    const int each = (all + split - 1) / split;
    begin = min(part * each, all);
    count = min(each, all - begin);
  }
};

/// A stage of the ring, and the parity of its turn.
template <int kStages>
struct RingPosition {
  int stage, parity;

  __device__ explicit RingPosition(unsigned uses)
      : stage(static_cast<int>(uses % kStages)), parity(static_cast<int>(uses / kStages % 2)) {}
  __device__ void advance() {
    if (++stage == kStages) {
      stage = 0;
      parity ^= 1;
    }
  }
};

/// Shared memory of a block.
template <typename Shape>
struct Ring {
  unsigned char* stages;
  uint64_t *full, *empty;     ///< A barrier a stage each.
  uint64_t *opened, *closed;  ///< A barrier a tile of y each.

  __device__ unsigned char* a(int stage) const { return stages + stage * Shape::kStageBytes; }
  __device__ unsigned char* b(int stage) const { return a(stage) + Shape::kABytes; }
  __device__ unsigned char* y(int buffer) const {
    return stages + Shape::kPipelineBytes + buffer * Shape::kYBytes;
  }
#ifdef NIGHTJAR_ON_SM90A
  __device__ Barrier filled(int stage) const { return Barrier(full + stage); }
  __device__ Barrier emptied(int stage) const { return Barrier(empty + stage); }
  /// The buffer is free, and the residual there.
  __device__ Barrier open(int buffer) const { return Barrier(opened + buffer); }
  /// y is there.
  __device__ Barrier finished(int buffer) const { return Barrier(closed + buffer); }
#endif
};

}  // namespace nightjar::kernels::cuda::hopper
