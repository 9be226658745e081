// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The kernel without tensor cores: float32 sums of any operands, strides and groups.
#pragma once

#include "kernels/cuda/epilogue.cuh"
#include "kernels/cuda/tile_loader.cuh"

namespace nightjar::kernels::cuda {

/// A block makes kTile x kTile of y, a thread kEach x kEach of it.
template <int kTile_, int kEach_, int kDepth_>
struct SimtShape {
  static constexpr int kTile = kTile_, kEach = kEach_, kDepth = kDepth_;
  static constexpr int kSide = kTile / kEach, kThreads = kSide * kSide;
};

template <typename T, typename Shape>
struct SimtTiles {
  float a[Shape::kDepth][Shape::kTile + 4], b[Shape::kDepth][Shape::kTile + 4];
  PatchOrigin<T> rows[Shape::kTile];
};

/// Threads run along the axis in which memory does.
template <typename Shape>
__device__ void place(int index, bool k_is_fast, int& line, int& k) {
  line = k_is_fast ? index / Shape::kDepth : index % Shape::kTile;
  k = k_is_fast ? index % Shape::kDepth : index / Shape::kTile;
}

template <typename T, typename Shape>
__device__ void load_tiles(SimtTiles<T, Shape>& tiles, const T* b, int first_column, int first_k,
                           const Contraction& problem) {
#pragma unroll 4
  for (int i = threadIdx.x; i < Shape::kTile * Shape::kDepth; i += Shape::kThreads) {
    int row, k;
    place<Shape>(i, problem.image.channel_stride == 1, row, k);
    const PatchPosition position(first_k + k, problem.image);
    const T* from = first_k + k < problem.k ? tiles.rows[row].at(position, problem.image) : nullptr;
    tiles.a[k][row] = from == nullptr ? 0.0f : to_float(*from);
  }
#pragma unroll 4
  for (int i = threadIdx.x; i < Shape::kTile * Shape::kDepth; i += Shape::kThreads) {
    int column, k;
    place<Shape>(i, problem.b_column_stride == 1, column, k);
    const int n = first_column + column;
    const bool is_inside = n < problem.n && first_k + k < problem.k;
    const T* from = b + n * problem.b_row_stride + (first_k + k) * problem.b_column_stride;
    tiles.b[k][column] = is_inside ? to_float(*from) : 0.0f;
  }
}

template <typename T, typename Shape>
__device__ void store_sums(const float (&sums)[Shape::kEach][Shape::kEach], int first_row,
                           int first_column, int64_t y_offset, int64_t bias_offset,
                           const Contraction& problem) {
  const Epilogue& epilogue = problem.epilogue;
  const T* residuals = static_cast<const T*>(epilogue.residual);
  float bias[Shape::kEach] = {};
#pragma unroll
  for (int j = 0; j < Shape::kEach && epilogue.bias != nullptr; ++j) {
    const int n = min(first_column + j * Shape::kSide, problem.n - 1);
    bias[j] = load_as_float(epilogue.bias, epilogue.bias_type, bias_offset + n);
  }
#pragma unroll
  for (int i = 0; i < Shape::kEach; ++i) {
    const int m = first_row + i * Shape::kSide;
    if (m >= problem.m) return;
    const int64_t row =
        y_offset + m / problem.rows_each * problem.y_image + m % problem.rows_each * problem.y_row;
    float values[Shape::kEach];
#pragma unroll
    for (int j = 0; j < Shape::kEach; ++j) {
      const int n = first_column + j * Shape::kSide;
      const int64_t offset = row + n * problem.y_column;
      values[j] = sums[i][j] * epilogue.alpha + bias[j];
      if (residuals != nullptr && n < problem.n) values[j] += to_float(residuals[offset]);
    }
    activate(values, epilogue);
#pragma unroll
    for (int j = 0; j < Shape::kEach; ++j) {
      const int n = first_column + j * Shape::kSide;
      if (n < problem.n) {
        static_cast<T*>(problem.y)[row + n * problem.y_column] = from_float<T>(values[j]);
      }
    }
  }
}

/// blockIdx: column tile, row tile, product.
template <typename T, typename Shape>
__global__ void __launch_bounds__(Shape::kThreads)
    simt_kernel(const __grid_constant__ Contraction problem) {
  __shared__ SimtTiles<T, Shape> tiles;
  const BatchStrides& batch = problem.batch_strides;
  const int outer = blockIdx.z / batch.inner_count, inner = blockIdx.z % batch.inner_count;
  const T* a = static_cast<const T*>(problem.a) + outer * batch.a_outer + inner * batch.a_inner;
  const T* b = static_cast<const T*>(problem.b) + outer * batch.b_outer + inner * batch.b_inner;
  const int first_row = blockIdx.y * Shape::kTile, first_column = blockIdx.x * Shape::kTile;
  for (int i = threadIdx.x; i < Shape::kTile; i += Shape::kThreads) {
    tiles.rows[i] = PatchOrigin<T>(a, first_row + i, problem.m, problem.image);
  }

  const int row = threadIdx.x / Shape::kSide, column = threadIdx.x % Shape::kSide;
  float sums[Shape::kEach][Shape::kEach] = {};
  for (int k = 0; k < problem.k; k += Shape::kDepth) {
    __syncthreads();
    load_tiles(tiles, b, first_column, k, problem);
    __syncthreads();
#pragma unroll
    for (int depth = 0; depth < Shape::kDepth; ++depth) {
      float left[Shape::kEach], right[Shape::kEach];
#pragma unroll
      for (int i = 0; i < Shape::kEach; ++i) {
        left[i] = tiles.a[depth][row + i * Shape::kSide];
        right[i] = tiles.b[depth][column + i * Shape::kSide];
      }
#pragma unroll
      for (int i = 0; i < Shape::kEach; ++i) {
#pragma unroll
        for (int j = 0; j < Shape::kEach; ++j) sums[i][j] += left[i] * right[j];
      }
    }
  }
  store_sums<T, Shape>(sums, first_row + row, first_column + column,
                       outer * batch.y_outer + inner * batch.y_inner,
                       static_cast<int64_t>(inner) * problem.bias_batch_stride, problem);
}

/// cudaError_t of the launch.
template <typename T, typename Shape>
int launch_simt(const Contraction& problem, void* stream) {
  const dim3 grid((problem.n + Shape::kTile - 1) / Shape::kTile,
                  (problem.m + Shape::kTile - 1) / Shape::kTile, problem.batch);
  simt_kernel<T, Shape><<<grid, Shape::kThreads, 0, static_cast<cudaStream_t>(stream)>>>(problem);
  return cudaGetLastError();
}

}  // namespace nightjar::kernels::cuda
