// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Norms along rows: short ones in the registers of a few threads, long ones by a warp or a block.
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

/// Rows of runs that a group keeps in registers: read once, written once.
template <typename T, int kSize, int kRun, int kRuns>
__global__ void norm_short_kernel(const __grid_constant__ Rows rows,
                                  const __grid_constant__ NormArguments norm) {
  begin_in_turn();
  using Threads = Group<kSize>;
  const bool is_there = Threads::index() < rows.outer;
  const int64_t first = is_there ? Threads::index() * rows.count : 0;
  const T* x = static_cast<const T*>(rows.x) + first;
  const int count = static_cast<int>(rows.count);
  const float share = 1.0f / static_cast<float>(count);
  float values[kRuns][kRun] = {};
  float sum = 0;
#pragma unroll
  for (int i = 0; i < kRuns; ++i) {
    const int at = (i * kSize + Threads::rank()) * kRun;
    if (at < count) load_run<kRun>(x, rows.element, at, values[i]);
#pragma unroll
    for (int k = 0; k < kRun; ++k) sum += values[i][k];
  }
  const float mean = norm.centers ? Threads::sum(sum) * share : 0.0f;
  float square = 0;
#pragma unroll
  for (int i = 0; i < kRuns; ++i) {
    if ((i * kSize + Threads::rank()) * kRun >= count) continue;
#pragma unroll
    for (int k = 0; k < kRun; ++k) square += (values[i][k] - mean) * (values[i][k] - mean);
  }
  const float factor = rsqrtf(Threads::sum(square) * share + norm.epsilon);
#pragma unroll
  for (int i = 0; i < kRuns; ++i) {
    const int at = (i * kSize + Threads::rank()) * kRun;
    if (at >= count || !is_there) continue;
    float scale[kRun], bias[kRun];
    if (norm.scale != nullptr) load_run<kRun>(norm.scale, norm.scale_type, at, scale);
    if (norm.bias != nullptr) load_run<kRun>(norm.bias, norm.bias_type, at, bias);
    Run<T, kRun> run;
#pragma unroll
    for (int k = 0; k < kRun; ++k) {
      float value = (values[i][k] - mean) * factor;
      if (norm.scale != nullptr) value *= scale[k];
      if (norm.bias != nullptr) value += bias[k];
      run.values[k] = from_float<T>(value);
    }
    *reinterpret_cast<Run<T, kRun>*>(static_cast<T*>(rows.y) + first + at) = run;
  }
}

/// -1 where the rows are too long for registers, or no runs.
template <typename T>
int launch_short_norm(const Rows& rows, const NormArguments& norm, cudaStream_t stream) {
  constexpr int kRun = 16 / sizeof(T), kRuns = 4, kFew = 8, kMany = 32;
  if (rows.count % kRun != 0 || rows.count > kMany * kRuns * kRun) return -1;
  const auto launch = [&]<int kSize>() {
    constexpr int kGroups = Group<kSize>::kGroupsInBlock;
    const auto blocks = static_cast<unsigned>((rows.outer + kGroups - 1) / kGroups);
    return launch_overlapped(norm_short_kernel<T, kSize, kRun, kRuns>, dim3(blocks), kGroupThreads,
                             stream, rows, norm);
  };
  return rows.count <= kFew * kRuns * kRun ? launch.template operator()<kFew>()
                                           : launch.template operator()<kMany>();
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
