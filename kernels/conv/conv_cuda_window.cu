// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution by small square filters: a block brings a window of 32 channels to shared
// memory, a thread slides over seven outputs of a row, four channels of them.
#include "kernels/conv/conv_cuda_kernels.h"
#include "kernels/cuda/epilogue.cuh"
#include "kernels/cuda/mma.cuh"
#include "kernels/cuda/overlap.cuh"

namespace nightjar::kernels::cuda {
namespace {

constexpr int kRun = 4, kChannels = 32, kRuns = kChannels / kRun;
constexpr int kOutputs = 7;  ///< Of a thread, side by side.

/// What a block makes of y.
struct WindowTile {
  int slots;  ///< Threads along a row.
  int rows;

  __host__ __device__ int columns() const { return slots * kOutputs; }
};

template <typename T, int kSize, int kStride>
struct Window {
  static __host__ __device__ int extent(int outputs) { return (outputs - 1) * kStride + kSize; }
  static __host__ __device__ int elements(const WindowTile& tile) {
    return extent(tile.rows) * extent(tile.columns()) * kChannels;
  }

  /// Zeros outside of the image and behind the last channel.
  __device__ static void load(T* to, const Depthwise& p, const WindowTile& tile, const T* image,
                              int first_row, int first_column, int channel) {
    constexpr int kPieces = kChannels / 8;
    const int columns = extent(tile.columns());
    const int count = extent(tile.rows) * columns * kPieces;
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
      const int piece = i % kPieces * 8, pixel = i / kPieces;
      const int y = first_row + pixel / columns, x = first_column + pixel % columns;
      const bool is_there = static_cast<unsigned>(y) < static_cast<unsigned>(p.image.height) &&
                            static_cast<unsigned>(x) < static_cast<unsigned>(p.image.width) &&
                            channel + piece < p.channels;
      const int64_t at = (int64_t{y} * p.image.width + x) * p.channels + channel + piece;
      copy_async(to + pixel * kChannels + piece, is_there ? image + at : image, is_there);
    }
    commit_copies();
    wait_for_copies<0>();
  }

  /// One row of the filter over the pixels below it.
  __device__ static void add_row(const T* pixels, const T* weights, int channels,
                                 float (&sums)[kOutputs * kRun]) {
    float filter[kSize][kRun];
#pragma unroll
    for (int s = 0; s < kSize; ++s) {
      const auto run = *reinterpret_cast<const Run<T, kRun>*>(weights + s * channels);
#pragma unroll
      for (int c = 0; c < kRun; ++c) filter[s][c] = to_float(run.values[c]);
    }
#pragma unroll
    for (int i = 0; i < (kOutputs - 1) * kStride + kSize; ++i) {
      const auto run = *reinterpret_cast<const Run<T, kRun>*>(pixels + i * kChannels);
      float pixel[kRun];
#pragma unroll
      for (int c = 0; c < kRun; ++c) pixel[c] = to_float(run.values[c]);
#pragma unroll
      for (int o = 0; o < kOutputs; ++o) {
        const int s = i - o * kStride;
        if (s < 0 || s >= kSize) continue;
#pragma unroll
        for (int c = 0; c < kRun; ++c) sums[o * kRun + c] += pixel[c] * filter[s][c];
      }
    }
  }
};

/// Bias, residual, activation, and the store of a thread's outputs from (row, column) on.
template <typename T>
__device__ void finish_outputs(float (&sums)[kOutputs * kRun], const Depthwise& p, int row,
                               int column, int channel) {
  float bias[kRun];
#pragma unroll
  for (int c = 0; c < kRun; ++c) {
    bias[c] = p.epilogue.bias == nullptr
                  ? 0.0f
                  : load_as_float(p.epilogue.bias, p.epilogue.bias_type, channel + c);
  }
  const int count = min(kOutputs, p.image.out_width - column);
  const int64_t first =
      ((int64_t{blockIdx.z} * p.image.out_height + row) * p.image.out_width + column) * p.channels +
      channel;
#pragma unroll
  for (int o = 0; o < kOutputs; ++o) {
    Run<T, kRun> residual = {};
    if (p.epilogue.residual != nullptr && o < count) {
      residual = *reinterpret_cast<const Run<T, kRun>*>(static_cast<const T*>(p.epilogue.residual) +
                                                        first + int64_t{o} * p.channels);
    }
#pragma unroll
    for (int c = 0; c < kRun; ++c) sums[o * kRun + c] += bias[c] + to_float(residual.values[c]);
  }
  activate(sums, p.epilogue);
#pragma unroll
  for (int o = 0; o < kOutputs; ++o) {
    if (o >= count) break;
    Run<T, kRun> run;
#pragma unroll
    for (int c = 0; c < kRun; ++c) run.values[c] = from_float<T>(sums[o * kRun + c]);
    *reinterpret_cast<Run<T, kRun>*>(static_cast<T*>(p.y) + first + int64_t{o} * p.channels) = run;
  }
}

/// blockIdx.x: channels and tile of columns, y: tile of rows, z: image.
template <typename T, int kSize, int kStride>
__global__ void window_kernel(const __grid_constant__ Depthwise p, WindowTile tile) {
  using Shape = Window<T, kSize, kStride>;
  begin_in_turn();
  extern __shared__ __align__(16) unsigned char shared[];
  T* window = reinterpret_cast<T*>(shared);
  const int tiles = (p.image.out_width + tile.columns() - 1) / tile.columns();
  const int first_channel = blockIdx.x / tiles * kChannels;
  const int column = blockIdx.x % tiles * tile.columns(), row = blockIdx.y * tile.rows;
  const T* image = static_cast<const T*>(p.x) +
                   int64_t{blockIdx.z} * p.image.height * p.image.width * p.channels;
  Shape::load(window, p, tile, image, row * kStride - p.image.pad_h,
              column * kStride - p.image.pad_w, first_channel);
  __syncthreads();
  const int own_channel = threadIdx.x % kRuns * kRun, channel = first_channel + own_channel;
  const int slot = threadIdx.x / kRuns % tile.slots, own_row = threadIdx.x / kRuns / tile.slots;
  const int own_column = column + slot * kOutputs;
  if (channel >= p.channels || row + own_row >= p.image.out_height ||
      own_column >= p.image.out_width) {
    return;
  }
  const int pitch = Shape::extent(tile.columns()) * kChannels;
  const T* pixels =
      window + own_row * kStride * pitch + slot * kOutputs * kStride * kChannels + own_channel;
  const T* weights = static_cast<const T*>(p.w) + channel;
  float sums[kOutputs * kRun] = {};
#pragma unroll 1
  for (int r = 0; r < kSize; ++r) {
    Shape::add_row(pixels + r * pitch, weights + r * kSize * p.channels, p.channels, sums);
  }
  finish_outputs<T>(sums, p, row + own_row, own_column, channel);
}

template <typename T, int kSize, int kStride>
int launch(const Depthwise& p, int rows, cudaStream_t stream) {
  const WindowTile tile = {p.image.out_width > kOutputs ? 2 : 1, rows};
  const auto kernel = window_kernel<T, kSize, kStride>;
  const int bytes = Window<T, kSize, kStride>::elements(tile) * static_cast<int>(sizeof(T));
  const auto raised =
      cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, bytes);
  if (raised != cudaSuccess) return raised;
  const auto tiles = [](int extent, int each) {
    return static_cast<unsigned>((extent + each - 1) / each);
  };
  const dim3 blocks(tiles(p.channels, kChannels) * tiles(p.image.out_width, tile.columns()),
                    tiles(p.image.out_height, rows), static_cast<unsigned>(p.batch));
  return launch_overlapped_with(kernel, blocks, kRuns * tile.slots * rows, bytes, stream, p, tile);
}

template <typename T>
int launch_size(const Depthwise& p, int rows, cudaStream_t stream) {
  const bool is_dense = p.image.stride_w == 1;
  switch (p.image.kernel_width) {
    case 3:
      return is_dense ? launch<T, 3, 1>(p, rows, stream) : launch<T, 3, 2>(p, rows, stream);
    case 5:
      return is_dense ? launch<T, 5, 1>(p, rows, stream) : launch<T, 5, 2>(p, rows, stream);
    case 7:
      return is_dense ? launch<T, 7, 1>(p, rows, stream) : launch<T, 7, 2>(p, rows, stream);
    default:
      return -1;
  }
}

}  // namespace

int launch_depthwise_window(const Depthwise& problem, Element element, int rows, void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  if (element == Element::kFloat16) return launch_size<__half>(problem, rows, native);
  return launch_size<__nv_bfloat16>(problem, rows, native);
}

}  // namespace nightjar::kernels::cuda
