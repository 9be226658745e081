// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Convolution of images with few channels on tensor cores: a block keeps its filters in shared
// memory and goes over windows of the image, four channels a pixel. A warp makes 16 neighbouring
// outputs of a row. Also writes patches down for those that do not overlap.
#include "kernels/conv/conv_cuda_kernels.h"
#include "kernels/cuda/epilogue.cuh"
#include "kernels/cuda/mma.cuh"
#include "kernels/cuda/overlap.cuh"

namespace nightjar::kernels::cuda {
namespace {

constexpr int kWarps = 8, kThreads = 32 * kWarps;
constexpr int kColumns = 16;  ///< Of y, in a block; a warp has a row of them.
constexpr int kPieceColumns = 32, kPiecePitch = kPieceColumns + 8;

/// Where things lie in shared memory, in elements of two bytes.
struct StemLayout {
  int window_columns, window_rows, filter_pitch, steps;

  __host__ __device__ explicit StemLayout(const Image& image)
      : window_columns((kColumns - 1) * image.stride_w + (image.kernel_width + 3) / 4 * 4),
        window_rows((kWarps - 1) * image.stride_h + image.kernel_height),
        filter_pitch(image.kernel_height * Stem::steps_in_row(image) * 16 + 8),
        steps(Stem::steps_in_row(image)) {}
  __host__ __device__ int window_elements() const {
    return window_rows * window_columns * Stem::kChannels;
  }
  /// Warps turn their sums into runs of columns where the window was, if that is larger.
  __host__ __device__ int window_bytes() const {
    const int pieces = kWarps * 16 * kPiecePitch * 4, window = window_elements() * 2;
    return ((pieces > window ? pieces : window) + 15) / 16 * 16;
  }
};

/// The pixels that a block's outputs read, zeros outside of the image and in missing channels.
template <typename T>
__device__ void load_window(T* window, const StemLayout& layout, const Contraction& problem,
                            const T* image, int first_row, int first_column) {
  const Image& of = problem.image;
  for (int i = threadIdx.x; i < layout.window_rows * layout.window_columns; i += kThreads) {
    const int y = first_row + i / layout.window_columns,
              x = first_column + i % layout.window_columns;
    const bool is_there = static_cast<unsigned>(y) < static_cast<unsigned>(of.height) &&
                          static_cast<unsigned>(x) < static_cast<unsigned>(of.width);
    Run<T, Stem::kChannels> pixel = {};
    if (is_there) {
      const T* from = image + int64_t{y} * of.height_stride + int64_t{x} * of.width_stride;
#pragma unroll
      for (int c = 0; c < Stem::kChannels; ++c) {
        if (c < of.channels) pixel.values[c] = from[c * of.channel_stride];
      }
    }
    *reinterpret_cast<Run<T, Stem::kChannels>*>(window + i * Stem::kChannels) = pixel;
  }
}

/// Adds 16 columns of the patches, from column k of filter row r on, of a warp's 16 outputs.
template <typename T, int kTiles>
__device__ void add_step(const T* pixels, const T* filters, int pitch, int stride, int columns_left,
                         float (&sums)[kTiles][4]) {
  const int lane = threadIdx.x % 32, column = lane % 4 * 2;
  const T* from = pixels + lane / 4 * stride + column;
  const auto pair = [&](int row, int k) {
    // What lies behind the filter is not read: it need not be finite.
    return column + k < columns_left ? *reinterpret_cast<const uint32_t*>(from + row * stride + k)
                                     : 0u;
  };
  const uint32_t a[4] = {pair(0, 0), pair(8, 0), pair(0, 8), pair(8, 8)};
  const T* row = filters + (lane % 8 + lane / 16 * 8) * pitch + lane / 8 % 2 * 8;
#pragma unroll
  for (int j = 0; j < kTiles / 2; ++j) {
    uint32_t b[4];
    load_matrices(b, row + 16 * j * pitch);
    multiply_add(sums[2 * j], a, b[0], b[1], T());
    multiply_add(sums[2 * j + 1], a, b[2], b[3], T());
  }
}

/// Turns a warp's sums into runs of eight columns and stores them.
template <typename T, int kTiles>
__device__ void finish_row(const float (&sums)[kTiles][4], float* piece, int64_t m, int count,
                           int first_column, const Contraction& problem) {
  const int lane = threadIdx.x % 32;
#pragma unroll
  for (int first = 0; first < kTiles; first += kPieceColumns / 8) {
    __syncwarp();
    float* to = piece + lane / 4 * kPiecePitch + lane % 4 * 2;
#pragma unroll
    for (int j = 0; j < kPieceColumns / 8; ++j) {
      const float(&of)[4] = sums[first + j];
      *reinterpret_cast<float2*>(to + 8 * j) = make_float2(of[0], of[1]);
      *reinterpret_cast<float2*>(to + 8 * j + 8 * kPiecePitch) = make_float2(of[2], of[3]);
    }
    __syncwarp();
    const int n = first_column + first * 8 + lane % 4 * 8;
    float bias[8];
    load_eight(problem.epilogue.bias, problem.epilogue.bias_type, n, problem.n, bias);
#pragma unroll 1
    for (int row = lane / 4; row < 16; row += 8) {
      if (row >= count || n >= problem.n) continue;
      const auto run =
          *reinterpret_cast<const Run<float, 8>*>(piece + row * kPiecePitch + lane % 4 * 8);
      float values[8];
#pragma unroll
      for (int i = 0; i < 8; ++i) values[i] = run.values[i];
      store_run<T>(values, bias, n, (m + row) * problem.y_row + n, problem);
    }
  }
}

/// blockIdx.x: first tile of y, y: columns of y as a matrix, in kTiles * 8.
template <typename T, int kTiles>
__global__ void __launch_bounds__(kThreads)
    stem_kernel(const __grid_constant__ Contraction problem, int tile_count) {
  const Image& image = problem.image;
  const StemLayout layout(image);
  let_next_begin();
  extern __shared__ __align__(16) unsigned char shared[];
  T* window = reinterpret_cast<T*>(shared);
  T* filters = reinterpret_cast<T*>(shared + layout.window_bytes());
  const int warp = threadIdx.x / 32, first_n = blockIdx.y * kTiles * 8;
  const int runs = (layout.filter_pitch - 8) / 8;
  if (!problem.known_b) wait_for_work_in_front();
  for (int i = threadIdx.x; i < kTiles * 8 * runs; i += kThreads) {
    const int n = i / runs, k = i % runs * 8;
    const bool is_there = first_n + n < problem.n;
    const T* from = static_cast<const T*>(problem.b);
    copy_async(filters + n * layout.filter_pitch + k,
               is_there ? from + (first_n + n) * problem.b_row_stride + k : from, is_there);
  }
  commit_copies();
  wait_for_work_in_front();
  const int tiles_wide = (image.out_width + kColumns - 1) / kColumns;
  const int tiles_high = (image.out_height + kWarps - 1) / kWarps;
  for (int tile = blockIdx.x; tile < tile_count; tile += gridDim.x) {
    const int column = tile % tiles_wide * kColumns;
    const int row = tile / tiles_wide % tiles_high * kWarps, batch = tile / tiles_wide / tiles_high;
    __syncthreads();
    load_window(window, layout, problem,
                static_cast<const T*>(problem.a) + batch * image.batch_stride,
                row * image.stride_h - image.pad_h, column * image.stride_w - image.pad_w);
    wait_for_copies<0>();
    __syncthreads();
    float sums[kTiles][4] = {};
    const int pixel_pitch = layout.window_columns * Stem::kChannels;
    for (int r = 0; r < image.kernel_height; ++r) {
      const T* pixels = window + (warp * image.stride_h + r) * pixel_pitch;
      for (int step = 0; step < layout.steps; ++step) {
        add_step<T>(pixels + step * 16, filters + (r * layout.steps + step) * 16,
                    layout.filter_pitch, image.stride_w * Stem::kChannels,
                    image.kernel_width * Stem::kChannels - step * 16, sums);
      }
    }
    __syncthreads();
    const int64_t m = (int64_t{batch} * image.out_height + row + warp) * image.out_width + column;
    const int count = row + warp < image.out_height ? image.out_width - column : 0;
    finish_row<T>(sums, reinterpret_cast<float*>(shared) + warp * 16 * kPiecePitch, m, count,
                  first_n, problem);
  }
}

template <typename T, int kTiles>
int launch(const Contraction& problem, int cores, cudaStream_t stream) {
  const Image& image = problem.image;
  const StemLayout layout(image);
  const auto kernel = stem_kernel<T, kTiles>;
  const int bytes = layout.window_bytes() + kTiles * 8 * layout.filter_pitch * 2;
  const auto raised =
      cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, bytes);
  if (raised != cudaSuccess) return raised;
  int each = 0;
  cudaOccupancyMaxActiveBlocksPerMultiprocessor(&each, kernel, kThreads,
                                                static_cast<size_t>(bytes));
  if (each == 0) return cudaErrorLaunchOutOfResources;
  const int tiles = (image.out_width + kColumns - 1) / kColumns *
                    ((image.out_height + kWarps - 1) / kWarps) *
                    (problem.m / (image.out_width * image.out_height));
  const dim3 blocks(static_cast<unsigned>(tiles < each * cores ? tiles : each * cores),
                    static_cast<unsigned>((problem.n + kTiles * 8 - 1) / (kTiles * 8)));
  return launch_overlapped_with(kernel, blocks, kThreads, bytes, stream, problem, tiles);
}

template <typename T>
int launch_tiles(const Contraction& problem, int cores, cudaStream_t stream) {
  return problem.n <= 32 ? launch<T, 4>(problem, cores, stream)
                         : launch<T, 8>(problem, cores, stream);
}

/// A thread writes eight columns of a patch.
template <typename T>
__global__ void unfold_kernel(const __grid_constant__ Contraction problem, T* patches) {
  begin_in_turn();
  const Image& image = problem.image;
  const int runs = problem.k / 8;
  const int64_t index = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  const int64_t m = index / runs;
  if (m >= problem.m) return;
  const int first = static_cast<int>(index % runs) * 8;
  const int positions = image.out_height * image.out_width;
  const int position = static_cast<int>(m % positions);
  const T* from = static_cast<const T*>(problem.a) + m / positions * image.batch_stride;
  const int top = position / image.out_width * image.stride_h - image.pad_h;
  const int left = position % image.out_width * image.stride_w - image.pad_w;
  Run<T, 8> run = {};
#pragma unroll
  for (int i = 0; i < 8; ++i) {
    const int c = (first + i) % image.channels, tap = (first + i) / image.channels;
    const int y = top + tap / image.kernel_width * image.dilation_h;
    const int x = left + tap % image.kernel_width * image.dilation_w;
    const bool is_there = static_cast<unsigned>(y) < static_cast<unsigned>(image.height) &&
                          static_cast<unsigned>(x) < static_cast<unsigned>(image.width) &&
                          tap < image.kernel_height * image.kernel_width;
    if (is_there) {
      run.values[i] = from[int64_t{y} * image.height_stride + int64_t{x} * image.width_stride +
                           c * image.channel_stride];
    }
  }
  *reinterpret_cast<Run<T, 8>*>(patches + m * problem.k + first) = run;
}

}  // namespace

int launch_stem(const Contraction& problem, Element element, int cores, void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  if (element == Element::kFloat16) return launch_tiles<__half>(problem, cores, native);
  return launch_tiles<__nv_bfloat16>(problem, cores, native);
}

int launch_unfold(const Contraction& problem, void* patches, void* stream) {
  const int64_t count = int64_t{problem.m} * (problem.k / 8);
  const dim3 blocks(static_cast<unsigned>((count + kThreads - 1) / kThreads));
  return launch_overlapped(unfold_kernel<uint16_t>, blocks, kThreads,
                           static_cast<cudaStream_t>(stream), problem,
                           static_cast<uint16_t*>(patches));
}

}  // namespace nightjar::kernels::cuda
