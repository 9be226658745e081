// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Tiles of y by the copy engine: one warp brings the residual and takes y away, while others
// multiply and finish.
#pragma once

#include "kernels/cuda/epilogue.cuh"
#include "kernels/cuda/hopper/wgmma_activation.cuh"
#include "kernels/cuda/hopper/wgmma_launch.h"
#include "kernels/cuda/hopper/wgmma_shape.cuh"
#include "kernels/cuda/overlap.cuh"

namespace nightjar::kernels::cuda::hopper {

#ifdef NIGHTJAR_ON_SM90A

/// Calls use(bytes of the box, first column, first row) for every box of a tile of y.
template <typename Shape, typename Tile, typename Use>
__device__ void each_box(unsigned char* tile, TilePlace place, Use use) {
  for (int row = 0; row < Shape::kM / kYRows; ++row) {
    for (int column = 0; column < Tile::kBoxesInRow; ++column) {
      use(tile + (row * Tile::kBoxesInRow + column) * Tile::kBoxBytes,
          place.column + column * Tile::kColumns, place.row + row * kYRows);
    }
  }
}

/// One thread's work: opens a buffer for every tile of the block, and stores what lies in it when
/// its warps have finished. kBuffers tiles are open at a time.
template <typename Shape, typename Tile>
__device__ void carry_y(const WgmmaArguments& arguments, const Ring<Shape>& ring, int first_tile,
                        int tile_step) {
  const auto* y_map = reinterpret_cast<const CUtensorMap*>(&arguments.maps.y);
  const auto* residual_map = reinterpret_cast<const CUtensorMap*>(&arguments.maps.residual);
  const bool has_residual = arguments.maps.has_residual;
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
      each_box<Shape, Tile>(
          ring.y(buffer), place_of(earlier),
          [&](const void* box, int column, int row) { store_tile(y_map, box, column, row); });
      commit_stores();
      wait_until_read();
    }
    if (turn >= turns) continue;
    if (!has_residual) {
      ring.open(buffer).arrive();
      continue;
    }
    ring.open(buffer).arrive_expecting(Tile::kBytes);
    each_box<Shape, Tile>(ring.y(buffer), place_of(turn), [&](void* box, int column, int row) {
      copy_tile(box, residual_map, ring.open(buffer), column, row);
    });
  }
  wait_until_stored();
}

/// A warpgroup's part of a tile in an open buffer, from its sums, as wgmma gives them to threads:
/// matrices of eight rows and columns, four of which move at a time.
template <typename T, typename Shape, bool kFromBytes = false>
class CopiedFinisher {
 public:
  using Sums = float[Shape::kRowBlocks][Shape::kN / 2];

  /// `first_row` of the warpgroup's part, within the tile at `tile`.
  __device__ CopiedFinisher(const Contraction& problem, TilePlace place, unsigned char* tile,
                            int first_row)
      : problem_(problem) {
    const int lane = threadIdx.x % 32, row = threadIdx.x / 32 % 4 * 16 + lane % 16;
    rows_ = shared_address(tile) + first_row / kYRows * Shape::kBoxesInRow * Shape::kBoxBytes +
            row * 128 + ((lane / 16 ^ lane % 8) << 4);
    column_ = place.column + lane % 4 * 2;
  }

  __device__ void finish(Sums& sums) const {
    const Epilogue& epilogue = problem_.epilogue;
    const auto pair_of = [](const void* floats, int column) {
      return *reinterpret_cast<const float2*>(static_cast<const float*>(floats) + column);
    };
    if constexpr (kFromBytes) {
      scale_columns(sums, [&](int column) { return pair_of(epilogue.bytes.scale, column); });
    }
    if (epilogue.bias == nullptr) {
      scale(sums, [](int) { return float2{0.0f, 0.0f}; });
    } else if (epilogue.bias_type == Element::kFloat32) {
      scale(sums, [&](int column) { return pair_of(epilogue.bias, column); });
    } else {
      scale(sums, [&](int column) {
        return unpack<T>(
            *reinterpret_cast<const uint32_t*>(static_cast<const T*>(epilogue.bias) + column));
      });
    }
    if (epilogue.residual != nullptr) add_residual(sums);
    const auto finish_with = [&](auto function) { store(sums, function); };
    if constexpr (kFromBytes) {
      with_clip(epilogue, finish_with);
    } else {
      with_copied_activation(epilogue, finish_with);
    }
    show_to_copies();
  }

 private:
  static constexpr int kFours = Shape::kN / 16;  ///< Of matrices, in a row of them.

  /// The row of a matrix that this thread names, in the box that holds it; the swizzle moves runs
  /// of 16 bytes within a row.
  __device__ uint32_t address(int block, int four) const {
    const int box = block * Shape::kBoxesInRow + four / 4;
    return (rows_ ^ (four % 4 * 2 << 4)) + box * Shape::kBoxBytes;
  }

  template <typename Scale>
  __device__ void scale_columns(Sums& sums, Scale scale_of) const {
#pragma unroll
    for (int j = 0; j < Shape::kN / 8; ++j) {
      const int column = column_ + 8 * j;
      const float2 factors = column < problem_.n ? scale_of(column) : float2{0.0f, 0.0f};
#pragma unroll
      for (int i = 0; i < Shape::kRowBlocks; ++i) {
#pragma unroll
        for (int k = 0; k < 4; ++k) {
          sums[i][4 * j + k] *= k % 2 == 0 ? factors.x : factors.y;
        }
      }
    }
  }

  template <typename Bias>
  __device__ void scale(Sums& sums, Bias bias_of) const {
    const float alpha = problem_.epilogue.alpha;
#pragma unroll
    for (int j = 0; j < Shape::kN / 8; ++j) {
      const int column = column_ + 8 * j;
      const float2 bias = column < problem_.n ? bias_of(column) : float2{0.0f, 0.0f};
#pragma unroll
      for (int i = 0; i < Shape::kRowBlocks; ++i) {
#pragma unroll
        for (int k = 0; k < 4; ++k) {
          sums[i][4 * j + k] = fmaf(sums[i][4 * j + k], alpha, k % 2 == 0 ? bias.x : bias.y);
        }
      }
    }
  }

  __device__ void add_residual(Sums& sums) const {
#pragma unroll
    for (int i = 0; i < Shape::kRowBlocks; ++i) {
#pragma unroll
      for (int four = 0; four < kFours; ++four) {
        uint32_t pairs[4];
        load_matrices(pairs, address(i, four));
#pragma unroll
        for (int k = 0; k < 4; ++k) {
          const float2 pair = unpack<T>(pairs[k]);
          sums[i][8 * four + 2 * k] += pair.x;
          sums[i][8 * four + 2 * k + 1] += pair.y;
        }
      }
    }
  }

  template <typename Function>
  __device__ void store(const Sums& sums, Function function) const {
#pragma unroll
    for (int i = 0; i < Shape::kRowBlocks; ++i) {
#pragma unroll
      for (int four = 0; four < kFours; ++four) {
        uint32_t pairs[4];
#pragma unroll
        for (int k = 0; k < 4; ++k) {
          const int at = 8 * four + 2 * k;
          pairs[k] = pack<T>(function(sums[i][at]), function(sums[i][at + 1]));
        }
        store_matrices(address(i, four), pairs);
      }
    }
  }

  const Contraction& problem_;
  uint32_t rows_;
  int column_;
};

#endif

}  // namespace nightjar::kernels::cuda::hopper
