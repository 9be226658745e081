// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// From the sums of a warpgroup to a y whose rows begin anywhere: each row is stored in whole lines
// of memory, as lines written in part take twice as long.
#pragma once

#include "kernels/cuda/epilogue.cuh"
#include "kernels/cuda/hopper/wgmma_shape.cuh"

namespace nightjar::kernels::cuda::hopper {

#ifdef NIGHTJAR_ON_SM90A

/// A warpgroup's part of y, which begins at `place`. Eight rows of a warp at a time pass through
/// its strip of shared memory.
template <typename T, typename Shape>
class OddFinisher {
 public:
  __device__ OddFinisher(const Contraction& problem, TilePlace place, unsigned char* strips)
      : problem_(problem), place_(place), lane_(threadIdx.x % 32) {
    static_assert(Shape::kConsumers * 4 * kRows * Shape::kN * 4 <=
                  Shape::kBuffers * Shape::kYBytes);
    const Epilogue& epilogue = problem.epilogue;
    is_plain_ = epilogue.alpha == 1.0f && epilogue.bias == nullptr &&
                epilogue.residual == nullptr &&
                epilogue.activation == static_cast<int32_t>(ActivationKind::kNone);
    place_.row += threadIdx.x / 32 % 4 * 16;
    strip_ = reinterpret_cast<float*>(strips) + threadIdx.x / 32 * kRows * Shape::kN;
  }

  __device__ void finish(const float (&sums)[Shape::kRowBlocks][Shape::kN / 2]) const {
#pragma unroll
    for (int i = 0; i < Shape::kRowBlocks; ++i) {
#pragma unroll
      for (int half = 0; half < 2; ++half) {
        __syncwarp();
#pragma unroll
        for (int j = 0; j < Shape::kN / 8; ++j) {
          *reinterpret_cast<float2*>(at(lane_ / 4, 8 * j + lane_ % 4 * 2)) =
              make_float2(sums[i][4 * j + 2 * half], sums[i][4 * j + 2 * half + 1]);
        }
        __syncwarp();
        const int first = place_.row + i * kRowsOfProduct + half * kRows;
        if (problem_.wide_y) {
          store_rows(static_cast<float*>(problem_.y), first);
        } else {
          store_rows(static_cast<T*>(problem_.y), first);
        }
      }
    }
  }

 private:
  static constexpr int kRows = 8, kLineBytes = 128;

  /// Runs of eight columns change places, so that four rows lie in different banks.
  __device__ static int swap_of(int row) { return row % 4 * 8; }
  __device__ float* at(int row, int column) const {
    return strip_ + row * Shape::kN + (column ^ swap_of(row));
  }

  template <typename Y>
  __device__ void store_rows(Y* y, int first) const {
    const int rows = min(kRows, problem_.m - first);
#pragma unroll 1
    for (int row = 0; row < rows; ++row) store_row(y, first + row, row);
  }

  template <typename Y>
  __device__ void store_row(Y* y, int m, int row) const {
    constexpr int kLine = kLineBytes / sizeof(Y), kSteps = (Shape::kN + kLine) / 32;
    Y* const begin = y + m * problem_.y_row + place_.column;
    const int width = min(Shape::kN, problem_.n - place_.column);
    // What of the row's first line is not the tile's. The lane's column, one line further on, is
    // no negative number, and its multiples of 32 swap nothing.
    const auto before = static_cast<int>(reinterpret_cast<uintptr_t>(begin) / sizeof(Y) % kLine);
    const int past = lane_ - before + kLine;
    const float* from = strip_ + row * Shape::kN + (past ^ swap_of(row)) - kLine;
    float values[kSteps];
#pragma unroll
    for (int i = 0; i < kSteps; ++i) {
      const int column = past - kLine + 32 * i;
      const bool is_there = static_cast<unsigned>(column) < static_cast<unsigned>(width);
      values[i] = is_there ? from[32 * i] : 0.0f;
    }
    if (!is_plain_) finish_values(values, m, past - kLine, width);
#pragma unroll
    for (int i = 0; i < kSteps; ++i) {
      const int column = past - kLine + 32 * i;
      if (static_cast<unsigned>(column) < static_cast<unsigned>(width)) {
        begin[column] = from_float<Y>(values[i]);
      }
    }
  }

  /// Scales, adds bias and residual, activates: values 32 columns apart, `column` that of the
  /// first.
  template <int kCount>
  __device__ void finish_values(float (&values)[kCount], int m, int column, int width) const {
    const Epilogue& epilogue = problem_.epilogue;
#pragma unroll
    for (int i = 0; i < kCount; ++i, column += 32) {
      if (static_cast<unsigned>(column) >= static_cast<unsigned>(width)) continue;
      const int n = place_.column + column;
      values[i] *= epilogue.alpha;
      if (epilogue.bias != nullptr) {
        values[i] += load_as_float(epilogue.bias, epilogue.bias_type, n);
      }
      if (epilogue.residual != nullptr) {
        values[i] += to_float(static_cast<const T*>(epilogue.residual)[m * problem_.y_row + n]);
      }
    }
    activate(values, epilogue);
  }

  const Contraction& problem_;
  TilePlace place_;
  int lane_;
  bool is_plain_;
  float* strip_;
};

#endif

}  // namespace nightjar::kernels::cuda::hopper
