// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Tiles of y by the copy engine: one warp brings the residual and takes y away, while others
// multiply and finish.
#pragma once

#include "kernels/cuda/epilogue.cuh"
#include "kernels/cuda/hopper/wgmma_launch.h"
#include "kernels/cuda/hopper/wgmma_shape.cuh"
#include "kernels/cuda/overlap.cuh"

namespace nightjar::kernels::cuda::hopper {

#ifdef NIGHTJAR_ON_SM90A

/// Calls use(bytes of the box, first column, first row) for every box of a tile of y.
template <typename Shape, typename Use>
__device__ void each_box(unsigned char* tile, TilePlace place, Use use) {
  for (int row = 0; row < Shape::kM / kYRows; ++row) {
    for (int column = 0; column < Shape::kBoxesInRow; ++column) {
      use(tile + (row * Shape::kBoxesInRow + column) * Shape::kBoxBytes,
          place.column + column * kTileColumns, place.row + row * kYRows);
    }
  }
}

/// One thread's work: opens a buffer for every tile of the block, and stores what lies in it when
/// its warps have finished. kBuffers tiles are open at a time.
template <typename Shape>
__device__ void carry_y(const WgmmaArguments& arguments, const Ring<Shape>& ring, int first_tile,
                        int tile_step) {
  const auto* y_map = reinterpret_cast<const CUtensorMap*>(&arguments.maps.y);
  const auto* residual_map = reinterpret_cast<const CUtensorMap*>(&arguments.maps.residual);
  const bool has_residual = arguments.problem.epilogue.residual != nullptr;
  const TileOrder order = order_of<Shape>(arguments.problem);
  const auto place_of = [&](int turn) {
    return order.template place<Shape>(first_tile + turn * tile_step);
  };
  const int turns = (order.count() - first_tile + tile_step - 1) / tile_step;
  wait_for_work_in_front();
  RingPosition<Shape::kBuffers> at(0);
  for (int turn = 0; turn < turns + Shape::kBuffers; ++turn, at.advance()) {
    const int buffer = at.stage, earlier = turn - Shape::kBuffers;
    if (earlier >= 0 && earlier < turns) {
      ring.finished(buffer).wait(at.parity ^ 1);
      each_box<Shape>(ring.y(buffer), place_of(earlier), [&](const void* box, int column, int row) {
        store_tile(y_map, box, column, row);
      });
      commit_stores();
      wait_until_read();
    }
    if (turn >= turns) continue;
    if (!has_residual) {
      ring.open(buffer).arrive();
      continue;
    }
    ring.open(buffer).arrive_expecting(Shape::kYBytes);
    each_box<Shape>(ring.y(buffer), place_of(turn), [&](void* box, int column, int row) {
      copy_tile(box, residual_map, ring.open(buffer), column, row);
    });
  }
  wait_until_stored();
}

/// A warpgroup's part of a tile in an open buffer, from its sums: each thread finishes the pairs of
/// columns that wgmma gives it, where they lie in the box.
template <typename T, typename Shape>
class CopiedFinisher {
 public:
  /// `first_row` of the warpgroup's part, within the tile at `tile`.
  __device__ CopiedFinisher(const Contraction& problem, TilePlace place, unsigned char* tile,
                            int first_row)
      : problem_(problem) {
    const int lane = threadIdx.x % 32;
    row_in_eight_ = lane / 4;
    const int row = threadIdx.x / 32 % 4 * 16 + row_in_eight_;
    pairs_ = tile + first_row / kYRows * Shape::kBoxesInRow * Shape::kBoxBytes + row * 128 +
             lane % 4 * kPairBytes;
    column_ = place.column + lane % 4 * 2;
  }

  __device__ void finish(const float (&sums)[Shape::kRowBlocks][Shape::kN / 2]) const {
    float bias[kGroups][2];
    load_bias(0, bias);
#pragma unroll 1
    for (int index = 0; index < Shape::kRowBlocks * kPiecesInRow; ++index) {
      float values[kValues], next_bias[kGroups][2];
      load_bias(index + 1, next_bias);
#pragma unroll
      for (int i = 0; i < Shape::kRowBlocks * kPiecesInRow; ++i) {
        if (i != index) continue;
#pragma unroll
        for (int k = 0; k < kValues; ++k) {
          values[k] = sums[i / kPiecesInRow][i % kPiecesInRow * kValues + k];
        }
      }
      finish_piece(index, values, bias);
#pragma unroll
      for (int k = 0; k < kGroups; ++k) {
        bias[k][0] = next_bias[k][0];
        bias[k][1] = next_bias[k][1];
      }
    }
    show_to_copies();
  }

 private:
  /// A piece is 32 columns: four groups of eight, of which a thread has a pair in two rows.
  static constexpr int kGroups = 4, kValues = 4 * kGroups, kPairBytes = 4;
  static constexpr int kPiecesInRow = Shape::kN / 32, kEightRows = 8 * 128;

  /// The pair of group `group` of a piece: the swizzle moves it within its row.
  __device__ unsigned char* pair(int index, int group) const {
    const int block = index / kPiecesInRow, piece = index % kPiecesInRow;
    const int box = block * Shape::kBoxesInRow + piece / 2, sixteenth = piece % 2 * 4 + group;
    return pairs_ + box * Shape::kBoxBytes + ((sixteenth ^ row_in_eight_) << 4);
  }

  __device__ void load_bias(int index, float (&bias)[kGroups][2]) const {
    const Epilogue& epilogue = problem_.epilogue;
#pragma unroll
    for (int group = 0; group < kGroups; ++group) {
      const int column = column_ + index % kPiecesInRow * 32 + group * 8;
      bias[group][0] = bias[group][1] = 0.0f;
      if (epilogue.bias == nullptr || column >= problem_.n) continue;
      load_run(epilogue.bias, epilogue.bias_type, column, bias[group]);
    }
  }

  __device__ void finish_piece(int index, float (&values)[kValues],
                               const float (&bias)[kGroups][2]) const {
    const Epilogue& epilogue = problem_.epilogue;
#pragma unroll
    for (int k = 0; k < kValues; ++k) {
      values[k] = values[k] * epilogue.alpha + bias[k / 4][k % 2];
    }
    if (epilogue.residual != nullptr) {
#pragma unroll
      for (int k = 0; k < kValues; k += 2) {
        const auto run =
            *reinterpret_cast<const Run<T, 2>*>(pair(index, k / 4) + k / 2 % 2 * kEightRows);
        values[k] += to_float(run.values[0]);
        values[k + 1] += to_float(run.values[1]);
      }
    }
    activate(values, epilogue);
#pragma unroll
    for (int k = 0; k < kValues; k += 2) {
      const Run<T, 2> run = {from_float<T>(values[k]), from_float<T>(values[k + 1])};
      *reinterpret_cast<Run<T, 2>*>(pair(index, k / 4) + k / 2 % 2 * kEightRows) = run;
    }
  }

  const Contraction& problem_;
  unsigned char* pairs_;
  int column_, row_in_eight_;
};

#endif

}  // namespace nightjar::kernels::cuda::hopper
