// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Reductions along rows, a warp or a block a row, or along columns, many beside each other.
#include <type_traits>

#include "kernels/cuda/group.cuh"
#include "kernels/cuda/overlap.cuh"
#include "kernels/cuda/rows.h"
#include "kernels/cuda/sharers.cuh"
#include "kernels/reduce/reduce_kind.h"

namespace nightjar::kernels::cuda {
namespace {

/// Few blocks walk long columns: each of them takes many rows at a time. Short ones are done sooner
/// by small blocks.
constexpr int kManyThreads = 1024, kFewThreads = 256;
constexpr int64_t kShortColumn = 256;
/// Where columns alone do not fill the GPU, blocks share rows: so many blocks are enough, and so
/// many rows a thread.
constexpr int kWantedBlocks = 128, kRowsOfThread = 4;

__device__ float neutral_of(ReduceKind kind) {
  if (kind == ReduceKind::kProduct) return 1;
  if (kind == ReduceKind::kMax) return -INFINITY;
  return kind == ReduceKind::kMin ? INFINITY : 0.0f;
}

__device__ float combined(ReduceKind kind, float a, float b) {
  switch (kind) {
    case ReduceKind::kProduct:
      return a * b;
    case ReduceKind::kMax:
      return a > b || a != a ? a : b;
    case ReduceKind::kMin:
      return a < b || a != a ? a : b;
    default:
      return a + b;
  }
}

/// What an element adds to the accumulation.
__device__ float lifted(ReduceKind kind, float x, float shift) {
  if (kind == ReduceKind::kL1) return fabsf(x);
  if (kind == ReduceKind::kL2 || kind == ReduceKind::kSumSquare) return x * x;
  return kind == ReduceKind::kLogSumExp ? expf(x - shift) : x;
}

__device__ float ended(ReduceKind kind, float sum, float shift, int64_t count) {
  if (kind == ReduceKind::kMean) return sum / static_cast<float>(count);
  if (kind == ReduceKind::kL2) return sqrtf(sum);
  if (kind == ReduceKind::kLogSum) return logf(sum);
  return kind == ReduceKind::kLogSumExp ? logf(sum) + shift : sum;
}

template <typename T, int kSize, int kRun>
__global__ void reduce_kernel(const __grid_constant__ Rows rows, ReduceKind kind) {
  begin_in_turn();
  using Threads = Group<kSize>;
  const int64_t row = Threads::index();
  if (row >= rows.outer * rows.inner) return;
  const T* x = static_cast<const T*>(rows.x);
  const auto walk = walk_of<T, kSize, kRun>(row, rows.count, rows.inner);
  const auto fold = [&](ReduceKind by, float shift) {
    float sum = neutral_of(by);
    walk.each(x, [&](int64_t, const float(&values)[kRun]) {
      for (const float value : values) sum = combined(by, sum, lifted(by, value, shift));
    });
    return Threads::all(sum, neutral_of(by), [by](float a, float b) { return combined(by, a, b); });
  };
  float shift = kind == ReduceKind::kLogSumExp ? fold(ReduceKind::kMax, 0) : 0.0f;
  if (!isfinite(shift)) shift = 0;
  const float sum = fold(kind, shift);
  if (Threads::rank() == 0) {
    static_cast<T*>(rows.y)[row] = from_float<T>(ended(kind, sum, shift, rows.count));
  }
}

/// Says at compile time what most reductions are, so that no element asks.
template <typename Use>
__device__ void with_kind(ReduceKind kind, Use use) {
  if (kind == ReduceKind::kMean || kind == ReduceKind::kSum) {
    use(std::integral_constant<ReduceKind, ReduceKind::kSum>());
  } else {
    use(kind);
  }
}

/// The columns of a block, and the rows that it walks of them.
template <typename T, int kRun, int kThreads>
class Columns {
 public:
  __device__ Columns(const Rows& rows, int lanes, int part, int parts)
      : rows_(rows), lanes_(lanes), columns_(lanes * kRun) {
    const int64_t tiles = (rows.inner + columns_ - 1) / columns_, tile = blockIdx.x / parts;
    const int64_t outer = tile / tiles, column = tile % tiles * columns_;
    own_ = threadIdx.x % lanes * kRun;
    is_inside_ = column + own_ < rows.inner;
    count_ = static_cast<int>(min(rows.inner - column, static_cast<int64_t>(columns_)));
    first_ = outer * rows.inner + column;
    x_ = static_cast<const T*>(rows.x) + outer * rows.count * rows.inner + column + own_;
    const int64_t each = (rows.count + parts - 1) / parts;
    begin_ = part * each;
    end_ = min(begin_ + each, rows.count);
  }

  /// Leaves the block's combination of every column in `totals`.
  __device__ void fold(ReduceKind kind, const float* shifts, float* parts, float* totals) const {
    float sums[kRun], shift[kRun];
#pragma unroll
    for (int k = 0; k < kRun; ++k) {
      sums[k] = neutral_of(kind);
      shift[k] = shifts == nullptr ? 0.0f : shifts[own_ + k];
    }
    with_kind(kind, [&](auto by) {
#pragma unroll 4
      for (int64_t i = begin_ + threadIdx.x / lanes_; is_inside_ && i < end_;
           i += kThreads / lanes_) {
        const auto run = *reinterpret_cast<const Run<T, kRun>*>(x_ + i * rows_.inner);
#pragma unroll
        for (int k = 0; k < kRun; ++k) {
          sums[k] = combined(by, sums[k], lifted(by, to_float(run.values[k]), shift[k]));
        }
      }
    });
    __syncthreads();
#pragma unroll
    for (int k = 0; k < kRun; ++k) {
      for (int distance = 16; distance >= lanes_; distance /= 2) {
        sums[k] = combined(kind, sums[k], __shfl_xor_sync(0xffffffffu, sums[k], distance));
      }
      if (threadIdx.x % 32 < lanes_) parts[threadIdx.x / 32 * columns_ + own_ + k] = sums[k];
    }
    __syncthreads();
    if (threadIdx.x >= columns_) return;
    with_kind(kind, [&](auto by) {
      float total = neutral_of(by);
#pragma unroll 8
      for (int i = 0; i < kThreads / 32; ++i) {
        total = combined(by, total, parts[i * columns_ + threadIdx.x]);
      }
      totals[threadIdx.x] = total;
    });
  }

  __device__ bool owns_a_column() const { return threadIdx.x < count_; }
  __device__ void store(float value) const {
    static_cast<T*>(rows_.y)[first_ + threadIdx.x] = from_float<T>(value);
  }

 private:
  const Rows& rows_;
  int lanes_, columns_, own_, count_;
  bool is_inside_;
  int64_t first_, begin_, end_;
  const T* x_;
};

/// The combination of the thread's column over all blocks that share it, once they have joined.
/// What the others have is far: all of it is on its way at once.
__device__ float gathered(ReduceKind kind, float* totals) {
  float theirs[Sharers::kMost];
#pragma unroll
  for (int i = 0; i < Sharers::kMost; ++i) {
    if (i < Sharers::count()) theirs[i] = Sharers::of(totals, i)[threadIdx.x];
  }
  float total = neutral_of(kind);
#pragma unroll
  for (int i = 0; i < Sharers::kMost; ++i) {
    if (i < Sharers::count()) total = combined(kind, total, theirs[i]);
  }
  return total;
}

/// Many columns beside each other: `lanes` threads take neighbouring runs, the others more rows,
/// and so do blocks that share the columns.
template <typename T, int kRun, int kThreads>
__global__ void __launch_bounds__(kThreads)
    reduce_columns_kernel(const __grid_constant__ Rows rows, ReduceKind kind, int lanes) {
  begin_in_turn();
  constexpr int kMostColumns = 32 * kRun;
  __shared__ float parts[kThreads / 32 * kMostColumns];
  __shared__ float totals[kMostColumns], tops[kMostColumns];
  const Columns<T, kRun, kThreads> columns(rows, lanes, Sharers::rank(), Sharers::count());
  const bool has_shift = kind == ReduceKind::kLogSumExp;
  if (has_shift) {
    columns.fold(ReduceKind::kMax, nullptr, parts, totals);
    Sharers::join();
    if (threadIdx.x < lanes * kRun) {
      const float top = gathered(ReduceKind::kMax, totals);
      tops[threadIdx.x] = isfinite(top) ? top : 0.0f;
    }
    Sharers::join();
  }
  columns.fold(kind, has_shift ? tops : nullptr, parts, totals);
  Sharers::join();
  if (Sharers::rank() == 0 && columns.owns_a_column()) {
    const float shift = has_shift ? tops[threadIdx.x] : 0.0f;
    columns.store(ended(kind, gathered(kind, totals), shift, rows.count));
  }
  Sharers::join();
}

template <typename T, int kRun, int kThreads>
int launch_column_runs(const Rows& rows, ReduceKind kind, cudaStream_t stream) {
  int lanes = kThreads / 32;
  while (lanes > 1 && lanes / 2 * kRun >= rows.inner) lanes /= 2;
  const int64_t columns = int64_t{lanes} * kRun;
  const int64_t tiles = rows.outer * ((rows.inner + columns - 1) / columns);
  const int64_t rows_of_block = int64_t{kRowsOfThread} * kThreads / lanes;
  int sharing = 1;
  while (sharing < most_sharers() && tiles * sharing < kWantedBlocks &&
         rows.count > sharing * rows_of_block) {
    sharing *= 2;
  }
  return launch_shared(reduce_columns_kernel<T, kRun, kThreads>,
                       dim3(static_cast<unsigned>(tiles * sharing)), kThreads, sharing, stream,
                       rows, kind, lanes);
}

template <typename T, int kRun>
int launch_long_or_short(const Rows& rows, ReduceKind kind, cudaStream_t stream) {
  return rows.count > kShortColumn ? launch_column_runs<T, kRun, kManyThreads>(rows, kind, stream)
                                   : launch_column_runs<T, kRun, kFewThreads>(rows, kind, stream);
}

template <typename T>
int launch_columns(const Rows& rows, ReduceKind kind, cudaStream_t stream) {
  constexpr int kRun = 16 / sizeof(T);
  return rows.inner % kRun == 0 ? launch_long_or_short<T, kRun>(rows, kind, stream)
                                : launch_long_or_short<T, 1>(rows, kind, stream);
}

}  // namespace

int launch_reduce(const Rows& rows, int kind, void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  const auto reduce_kind = static_cast<ReduceKind>(kind);
  if (rows.inner >= 8) {
    if (rows.element == Element::kFloat32) return launch_columns<float>(rows, reduce_kind, native);
    if (rows.element == Element::kFloat16) return launch_columns<__half>(rows, reduce_kind, native);
    return launch_columns<__nv_bfloat16>(rows, reduce_kind, native);
  }
  return with_type(rows, [&]<typename T, int kSize, int kRun>(unsigned blocks) {
    return launch_overlapped(reduce_kernel<T, kSize, kRun>, dim3(blocks), kGroupThreads, native,
                             rows, reduce_kind);
  });
}

}  // namespace nightjar::kernels::cuda
