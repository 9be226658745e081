// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Brings the tiles of a and b from global to shared memory, patches of images included.
#pragma once

#include "kernels/cuda/mma.cuh"

namespace nightjar::kernels::cuda {

/// Where a column k of a patch lies: kernel position and channel, moved on without dividing.
struct PatchPosition {
  int r, s, c;

  __device__ PatchPosition(int k, const Image& image) {
    c = k % image.channels;
    const int tap = k / image.channels;
    s = tap % image.kernel_width;
    r = tap / image.kernel_width;
  }
  __device__ void advance(int by, const Image& image) {
    c += by;
    while (c >= image.channels) {
      c -= image.channels;
      if (++s == image.kernel_width) {
        s = 0;
        ++r;
      }
    }
  }
};

/// Where a row of `a` begins.
template <typename T>
struct PatchOrigin {
  const T* base;
  int h, w;

  PatchOrigin() = default;
  __device__ PatchOrigin(const T* a, int row, int row_count, const Image& image) {
    const int positions = image.out_height * image.out_width;
    const int position = row % positions;
    base = a + row / positions * image.batch_stride;
    h = position / image.out_width * image.stride_h - image.pad_h;
    w = position % image.out_width * image.stride_w - image.pad_w;
    if (row >= row_count) h = -(1 << 29);
  }
  /// nullptr in the padding. kDense: channels are neighbours.
  template <bool kDense = false>
  __device__ const T* at(const PatchPosition& position, const Image& image) const {
    const int y = h + position.r * image.dilation_h, x = w + position.s * image.dilation_w;
    const bool is_inside = static_cast<unsigned>(y) < static_cast<unsigned>(image.height) &&
                           static_cast<unsigned>(x) < static_cast<unsigned>(image.width) &&
                           position.r < image.kernel_height;
    if (!is_inside) return nullptr;
    const T* pixel = base + (y * image.height_stride + x * image.width_stride);
    return kDense ? pixel + position.c : pixel + position.c * image.channel_stride;
  }
};

/// Channels in runs of 8, copied in the background; or any channels and strides, one by one.
enum class AKind { kRuns, kAny };

template <typename T, typename Shape, AKind kKind>
class ALoader {
  static constexpr int kRunsInRow = Shape::kK / 8;
  static constexpr int kRowStep = Shape::kThreads / kRunsInRow;
  static constexpr int kRows = Shape::kM / kRowStep;
  static_assert(kRowStep * kRows == Shape::kM, "the threads share the rows evenly");

 public:
  __device__ ALoader(const T* a, int first_row, int first_k, const Contraction& problem)
      : problem_(problem), position_(first_k + threadIdx.x % kRunsInRow * 8, problem.image) {
    for (int i = 0; i < kRows; ++i) {
      const int row = first_row + threadIdx.x / kRunsInRow + i * kRowStep;
      origins_[i] = PatchOrigin<T>(a, row, problem.m, problem.image);
    }
  }

  /// Fills one stage and moves on to the next columns.
  __device__ void load(T* stage) {
    T* to = stage + threadIdx.x / kRunsInRow * Shape::kAPitch + threadIdx.x % kRunsInRow * 8;
#pragma unroll
    for (int i = 0; i < kRows; ++i) load_run(origins_[i], to + i * kRowStep * Shape::kAPitch);
    position_.advance(Shape::kK, problem_.image);
  }

 private:
  __device__ void load_run(const PatchOrigin<T>& origin, T* to) const {
    if constexpr (kKind == AKind::kRuns) {
      const T* from = origin.template at<true>(position_, problem_.image);
      copy_async(to, from == nullptr ? problem_.a : from, from != nullptr);
    } else {
      Run<T, 8> run;
      PatchPosition position = position_;
#pragma unroll
      for (int i = 0; i < 8; ++i) {
        const T* from = origin.at(position, problem_.image);
        run.values[i] = from == nullptr ? T{} : *from;
        position.advance(1, problem_.image);
      }
      *reinterpret_cast<Run<T, 8>*>(to) = run;
    }
  }

  const Contraction& problem_;
  PatchPosition position_;
  PatchOrigin<T> origins_[kRows];
};

template <typename T, typename Shape, BOrder kOrder>
class BLoader {
  using Layout = SharedLayout<Shape, kOrder>;
  static constexpr bool kIsNByK = kOrder == BOrder::kNByK;
  static constexpr int kRunsInRow = (kIsNByK ? Shape::kK : Shape::kN) / 8;
  static constexpr int kRowStep = Shape::kThreads / kRunsInRow;
  static constexpr int kRows = (Layout::kBRows + kRowStep - 1) / kRowStep;
  static_assert(Shape::kThreads % kRunsInRow == 0, "a thread stays in its column");

 public:
  __device__ BLoader(const T* b, int first_column, int first_k, const Contraction& problem)
      : problem_(problem) {
    const int row = threadIdx.x / kRunsInRow, begin = threadIdx.x % kRunsInRow * 8;
    n_ = first_column + (kIsNByK ? row : begin);
    k_ = first_k + (kIsNByK ? begin : row);
    row_stride_ = kIsNByK ? problem.b_row_stride : problem.b_column_stride;
    from_ = b + (kIsNByK ? n_ * row_stride_ + k_ : k_ * row_stride_ + n_);
  }

  __device__ void load(T* stage) {
    const int row = threadIdx.x / kRunsInRow;
    T* to = stage + row * Layout::kBPitch + threadIdx.x % kRunsInRow * 8;
#pragma unroll
    for (int i = 0; i < kRows; ++i) {
      if (Layout::kBRows % kRowStep != 0 && row + i * kRowStep >= Layout::kBRows) break;
      const int n = n_ + (kIsNByK ? i * kRowStep : 0), k = k_ + (kIsNByK ? 0 : i * kRowStep);
      const bool is_inside = n < problem_.n && k < problem_.k;
      const T* from = from_ + i * kRowStep * row_stride_;
      copy_async(to + i * kRowStep * Layout::kBPitch, is_inside ? from : problem_.b, is_inside);
    }
    k_ += Shape::kK;
    from_ += kIsNByK ? Shape::kK : Shape::kK * row_stride_;
  }

 private:
  const Contraction& problem_;
  const T* from_;
  int64_t row_stride_;
  int n_, k_;
};

}  // namespace nightjar::kernels::cuda
