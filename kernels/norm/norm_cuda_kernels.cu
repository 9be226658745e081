// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Norms along rows: short ones in the registers of a few threads, long ones by a warp or a block.
#include <algorithm>

#include "kernels/cuda/group.cuh"
#include "kernels/cuda/overlap.cuh"
#include "kernels/cuda/rows.h"

namespace nightjar::kernels::cuda {
namespace {

template <typename T, int kSize, int kRun>
__global__ void norm_kernel(const __grid_constant__ Rows rows,
                            const __grid_constant__ NormArguments norm) {
  begin_in_turn();
  using Threads = Group<kSize>;
  const int64_t row = Threads::index();
  if (row >= rows.outer) return;
  const T* x = static_cast<const T*>(rows.x);
  const auto walk = walk_of<T, kSize, kRun>(row, rows.count, 1);
  const float share = 1.0f / static_cast<float>(rows.count);
  float mean = 0;
  if (norm.centers) {
    walk.each(x, [&](int64_t, const float(&values)[kRun]) {
      for (const float value : values) mean += value;
    });
    mean = Threads::sum(mean) * share;
  }
  float square = 0;
  walk.each(x, [&](int64_t, const float(&values)[kRun]) {
    for (const float value : values) square += (value - mean) * (value - mean);
  });
  const float factor = rsqrtf(Threads::sum(square) * share + norm.epsilon);
  walk.each(x, [&](int64_t at, float(&values)[kRun]) {
#pragma unroll
    for (int k = 0; k < kRun; ++k) {
      values[k] = (values[k] - mean) * factor;
      if (norm.scale != nullptr) values[k] *= load_as_float(norm.scale, norm.scale_type, at + k);
      if (norm.bias != nullptr) values[k] += load_as_float(norm.bias, norm.bias_type, at + k);
    }
    walk.store(static_cast<T*>(rows.y), at, values);
  });
}

/// Rows of runs that a group keeps in registers, one after the other: read once, written once. What
/// they are scaled and moved by is read once for all of them.
template <typename T, int kSize, int kRun, int kRuns>
class ShortNorm {
 public:
  __device__ ShortNorm(const Rows& rows, const NormArguments& norm)
      : rows_(rows),
        norm_(norm),
        count_(static_cast<int>(rows.count)),
        share_(1.0f / static_cast<float>(rows.count)) {
    each_run([&](int i, int at) {
      if (norm.scale != nullptr) load_run<kRun>(norm.scale, norm.scale_type, at, scale_[i]);
      if (norm.bias != nullptr) load_run<kRun>(norm.bias, norm.bias_type, at, bias_[i]);
    });
  }

  __device__ void load(int64_t row, Run<T, kRun> (&runs)[kRuns]) const {
    each_run([&](int i, int at) {
      runs[i] = *reinterpret_cast<const Run<T, kRun>*>(static_cast<const T*>(rows_.x) +
                                                       row * count_ + at);
    });
  }

  __device__ void normalize(int64_t row, const Run<T, kRun> (&runs)[kRuns]) const {
    float values[kRuns][kRun] = {};
    float sum = 0, square = 0;
    each_run([&](int i, int) {
#pragma unroll
      for (int k = 0; k < kRun; ++k) sum += values[i][k] = to_float(runs[i].values[k]);
    });
    const float mean = norm_.centers ? Group<kSize>::sum(sum) * share_ : 0.0f;
    each_run([&](int i, int) {
#pragma unroll
      for (int k = 0; k < kRun; ++k) square += (values[i][k] - mean) * (values[i][k] - mean);
    });
    const float factor = rsqrtf(Group<kSize>::sum(square) * share_ + norm_.epsilon);
    if (row >= rows_.outer) return;
    each_run([&](int i, int at) {
      Run<T, kRun> run;
#pragma unroll
      for (int k = 0; k < kRun; ++k) {
        float value = (values[i][k] - mean) * factor;
        if (norm_.scale != nullptr) value *= scale_[i][k];
        if (norm_.bias != nullptr) value += bias_[i][k];
        run.values[k] = from_float<T>(value);
      }
      *reinterpret_cast<Run<T, kRun>*>(static_cast<T*>(rows_.y) + row * count_ + at) = run;
    });
  }

 private:
  /// Calls use(run, its first element) for the runs of this thread.
  template <typename Use>
  __device__ void each_run(Use use) const {
#pragma unroll
    for (int i = 0; i < kRuns; ++i) {
      const int at = (i * kSize + Group<kSize>::rank()) * kRun;
      if (at < count_) use(i, at);
    }
  }

  const Rows& rows_;
  const NormArguments& norm_;
  const int count_;
  const float share_;
  float scale_[kRuns][kRun], bias_[kRuns][kRun];
};

/// A group walks over rows, the next of which is on its way while one is normalised.
template <typename T, int kSize, int kRun, int kRuns>
__global__ void __launch_bounds__(kGroupThreads)
    norm_short_kernel(const __grid_constant__ Rows rows,
                      const __grid_constant__ NormArguments norm) {
  begin_in_turn();
  using Threads = Group<kSize>;
  const int64_t step = int64_t{gridDim.x} * Threads::kGroupsInBlock;
  // Threads of a warp go on together: a group behind the last row reads the last one again.
  const auto real = [&](int64_t row) { return row < rows.outer ? row : rows.outer - 1; };
  Run<T, kRun> runs[kRuns] = {}, next[kRuns] = {};
  const ShortNorm<T, kSize, kRun, kRuns> normed(rows, norm);
  int64_t row = Threads::index();
  const int64_t first_of_warp = row - threadIdx.x % 32 / kSize;
  normed.load(real(row), runs);
  for (int64_t at = first_of_warp; at < rows.outer; at += step, row += step) {
    if (at + step < rows.outer) normed.load(real(row + step), next);
    normed.normalize(row, runs);
#pragma unroll
    for (int i = 0; i < kRuns; ++i) runs[i] = next[i];
  }
}

/// -1 where the rows are too long for registers, or no runs.
template <typename T>
int launch_short_norm(const Rows& rows, const NormArguments& norm, cudaStream_t stream) {
  constexpr int kRun = 16 / sizeof(T), kFew = 8, kMany = 32;
  // Some waves of two blocks a multiprocessor.
  constexpr int64_t kMostBlocks = 1056;
  const auto launch = [&]<int kSize, int kRuns>() {
    constexpr int kGroups = Group<kSize>::kGroupsInBlock;
    const int64_t blocks = std::min((rows.outer + kGroups - 1) / kGroups, kMostBlocks);
    return launch_overlapped(norm_short_kernel<T, kSize, kRun, kRuns>,
                             dim3(static_cast<unsigned>(blocks)), kGroupThreads, stream, rows,
                             norm);
  };
  if (rows.count % kRun != 0) return -1;
  const int64_t runs = rows.count / kRun;
  if (runs <= kFew * 2) return launch.template operator()<kFew, 2>();
  if (runs <= kFew * 4) return launch.template operator()<kFew, 4>();
  if (runs <= kMany * 2) return launch.template operator()<kMany, 2>();
  if (runs <= kMany * 3) return launch.template operator()<kMany, 3>();
  return runs <= kMany * 4 ? launch.template operator()<kMany, 4>() : -1;
}

}  // namespace

int launch_norm(const Rows& rows, const NormArguments& norm, void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  const int code = rows.element == Element::kFloat32 ? launch_short_norm<float>(rows, norm, native)
                   : rows.element == Element::kFloat16
                       ? launch_short_norm<__half>(rows, norm, native)
                       : launch_short_norm<__nv_bfloat16>(rows, norm, native);
  if (code != -1) return code;
  return with_type(rows, [&]<typename T, int kSize, int kRun>(unsigned blocks) {
    return launch_overlapped(norm_kernel<T, kSize, kRun>, dim3(blocks), kGroupThreads, native, rows,
                             norm);
  });
}

}  // namespace nightjar::kernels::cuda
