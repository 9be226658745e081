// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Tiles of y by the copy engine where the operands are bytes, and y is bytes or float16.
#pragma once

#include <type_traits>

#include "kernels/cuda/hopper/wgmma_copied.cuh"

namespace nightjar::kernels::cuda::hopper {

#ifdef NIGHTJAR_ON_SM90A

/// 1.5 * 2^23: what is added to it is rounded to a whole number, which its last bits are.
inline constexpr float kWhole = 12582912.0f;

/// The last bytes of four registers, the first one lowest.
__device__ inline uint32_t last_bytes(const uint32_t (&x)[4]) {
  return __byte_perm(__byte_perm(x[0], x[1], 0x0040), __byte_perm(x[2], x[3], 0x0040), 0x5410);
}

/// Four bytes, less `base`, in which 2^23 is counted.
__device__ inline void unpack_bytes(uint32_t bytes, float base, float (&values)[4]) {
  constexpr uint32_t kTwoTo23 = 0x4b000000u;
#pragma unroll
  for (int c = 0; c < 4; ++c) {
    values[c] = __uint_as_float(__byte_perm(bytes, kTwoTo23, 0x7650 + c)) - base;
  }
}

/// A warpgroup's part of a tile of bytes in an open buffer. b is woven: of every 16 columns a
/// thread has four neighbours of two rows, which is what a thread has of two matrices.
template <typename Shape>
class CopiedByteFinisher {
 public:
  using Tile = YTile<Shape, 1>;
  using Sums = float[Shape::kRowBlocks][Shape::kN / 2];

  __device__ CopiedByteFinisher(const Contraction& problem, TilePlace place, unsigned char* tile,
                                int first_row)
      : problem_(problem), bytes_(problem.epilogue.bytes) {
    const int lane = threadIdx.x % 32, row = threadIdx.x / 32 % 4 * 16 + lane % 16;
    const int swizzle = Tile::kRowBytes == 128 ? lane % 8 : lane % 8 / 2;
    rows_ = shared_address(tile) + first_row / kYRows * Tile::kBoxesInRow * Tile::kBoxBytes +
            row * Tile::kRowBytes + ((lane / 16 ^ swizzle) << 4);
    column_ = place.column + lane % 4 * 4;
    first_row_ = place.row + first_row + threadIdx.x / 32 % 4 * 16 + lane / 4;
  }

  /// Conversions are slow, so that bytes become floats and floats bytes by adding powers of two.
  __device__ void finish(const Sums& sums) const {
    if (problem_.epilogue.residual == nullptr) {
      store<false>(sums, [](float(&)[4], uint32_t, int, int, int) {});
    } else if (bytes_.residual == Element::kFloat16) {
      store<false>(sums, [&](float(&values)[4], uint32_t, int block, int half, int column) {
        add_halves(values, block, half, column);
      });
    } else {
      const bool is_signed = bytes_.residual == Element::kInt8;
      const uint32_t flip = is_signed ? 0x80808080u : 0u;
      const float base = 8388608.0f + (is_signed ? 128.0f : 0.0f) + bytes_.residual_zero;
      store<true>(sums, [&](float(&values)[4], uint32_t residual, int, int, int) {
        float steps[4];
        unpack_bytes(residual ^ flip, base, steps);
#pragma unroll
        for (int c = 0; c < 4; ++c) values[c] = fmaf(steps[c], bytes_.residual_scale, values[c]);
      });
    }
    show_to_copies();
  }

 private:
  static constexpr int kFoursInBox = Tile::kRowBytes / 32;  ///< Of matrices: 32 columns each.

  __device__ uint32_t address(int block, int four) const {
    const int box = block * Tile::kBoxesInRow + four / kFoursInBox;
    return (rows_ ^ (four % kFoursInBox * 2 << 4)) + box * Tile::kBoxBytes;
  }
  __device__ float4 read(const void* floats, int column) const {
    if (floats == nullptr || column >= problem_.n) return {0.0f, 0.0f, 0.0f, 0.0f};
    return *reinterpret_cast<const float4*>(static_cast<const float*>(floats) + column);
  }

  /// meet_residual(values, carried residual, block of rows, lower or upper eight, column)
  template <bool kIsCarried, typename Meet>
  __device__ void store(const Sums& sums, Meet meet_residual) const {
    const Bounds bounds = bounds_of();
#pragma unroll
    for (int four = 0; four < Shape::kN / 32; ++four) {
      float4 scale[2], bias[2];
#pragma unroll
      for (int half = 0; half < 2; ++half) {
        const int column = column_ + 32 * four + 16 * half;
        scale[half] = read(bytes_.scale, column);
        bias[half] = read(problem_.epilogue.bias, column);
      }
#pragma unroll
      for (int i = 0; i < Shape::kRowBlocks; ++i) {
        uint32_t residual[4] = {}, packed[4];
        if constexpr (kIsCarried) load_matrices(residual, address(i, four));
#pragma unroll
        for (int k = 0; k < 4; ++k) {
          const int half = k / 2, at = 16 * four + 8 * half + k % 2 * 2;
          float values[4] = {sums[i][at], sums[i][at + 1], sums[i][at + 4], sums[i][at + 5]};
          meet(values, scale[half], bias[half]);
          meet_residual(values, residual[k], i, k % 2, column_ + 32 * four + 16 * half);
          packed[k] = quantize(values, bounds);
        }
        store_matrices(address(i, four), packed);
      }
    }
  }

  __device__ static void meet(float (&values)[4], const float4& scale, const float4& bias) {
    values[0] = fmaf(values[0], scale.x, bias.x);
    values[1] = fmaf(values[1], scale.y, bias.y);
    values[2] = fmaf(values[2], scale.z, bias.z);
    values[3] = fmaf(values[3], scale.w, bias.w);
  }
  /// Four neighbours of a warp are whole sectors of memory: they need no way through shared memory.
  __device__ void add_halves(float (&values)[4], int block, int half, int column) const {
    const int row = first_row_ + block * kRowsOfProduct + 8 * half;
    if (row >= problem_.m || column >= problem_.n) return;
    const __half* from =
        static_cast<const __half*>(problem_.epilogue.residual) + row * problem_.y_row + column;
    const auto run = *reinterpret_cast<const Run<__half, 4>*>(from);
#pragma unroll
    for (int c = 0; c < 4; ++c) values[c] += to_float(run.values[c]);
  }

  /// Of the steps of y, its zero point not counted: what the activation and a byte leave.
  struct Bounds {
    float low, high;
  };
  __device__ Bounds bounds_of() const {
    Bounds bounds = {-128.0f - bytes_.y_zero, 127.0f - bytes_.y_zero};
    with_bounds(problem_.epilogue, [&](float low, float high) {
      bounds.low = fminf(fmaxf(low * bytes_.y_steps, bounds.low), bounds.high);
      bounds.high = fmaxf(fminf(high * bytes_.y_steps, bounds.high), bounds.low);
    });
    return bounds;
  }
  __device__ uint32_t quantize(const float (&values)[4], const Bounds& bounds) const {
    const auto zero = static_cast<uint32_t>(static_cast<int32_t>(bytes_.y_zero));
    uint32_t steps[4];
#pragma unroll
    for (int c = 0; c < 4; ++c) {
      const float x = fminf(fmaxf(values[c] * bytes_.y_steps, bounds.low), bounds.high);
      steps[c] = __float_as_uint(x + kWhole) + zero;
    }
    return last_bytes(steps);
  }

  const Contraction& problem_;
  const Requantizing& bytes_;
  uint32_t rows_;
  int column_, first_row_;
};

/// A warpgroup's part of a tile in an open buffer, from the sums of any operands.
template <typename T, typename Shape>
__device__ void finish_copied(
    const Contraction& problem, TilePlace place, unsigned char* tile, int first_row,
    typename Arithmetic<T>::Sum (&sums)[Shape::kRowBlocks][Shape::kN / 2]) {
  if constexpr (!std::is_same_v<T, BytePair>) {
    CopiedFinisher<T, Shape>(problem, place, tile, first_row).finish(sums);
  } else {
    float values[Shape::kRowBlocks][Shape::kN / 2];
#pragma unroll
    for (int i = 0; i < Shape::kRowBlocks; ++i) {
#pragma unroll
      for (int j = 0; j < Shape::kN / 2; ++j) {
        values[i][j] = static_cast<float>(sums[i][j]);
        sums[i][j] = 0;  // or both would be kept in registers
      }
    }
    if (problem.epilogue.bytes.y != Element::kInt8) {
      CopiedFinisher<__half, Shape, true>(problem, place, tile, first_row).finish(values);
    } else if constexpr (YTile<Shape, 1>::kIsWhole) {
      CopiedByteFinisher<Shape>(problem, place, tile, first_row).finish(values);
    }
  }
}

/// One thread's work: carry_y for the type of y.
template <typename T, typename Shape>
__device__ void carry_any_y(const WgmmaArguments& arguments, const Ring<Shape>& ring,
                            int first_tile, int tile_step) {
  if constexpr (std::is_same_v<T, BytePair> && YTile<Shape, 1>::kIsWhole) {
    if (arguments.problem.epilogue.bytes.y == Element::kInt8) {
      return carry_y<Shape, YTile<Shape, 1>>(arguments, ring, first_tile, tile_step);
    }
  }
  carry_y<Shape, YTile<Shape, 2>>(arguments, ring, first_tile, tile_step);
}

#endif

}  // namespace nightjar::kernels::cuda::hopper
