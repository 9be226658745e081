// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The tensor-core kernel: a pipeline of tiles, sums of several blocks joined through the cluster.
#pragma once

#include <cooperative_groups.h>

#include "kernels/cuda/byte_epilogue.cuh"
#include "kernels/cuda/overlap.cuh"
#include "kernels/cuda/tile_loader.cuh"

namespace nightjar::kernels::cuda {

/// The sums of eight columns over all blocks that share them.
template <typename Shape>
__device__ void gather_sums(float (&sums)[8], float* own, int index, int split) {
#pragma unroll
  for (int i = 0; i < 8; ++i) sums[i] = own[index + i];
#if __CUDA_ARCH__ >= 900
  if (split == 1) return;
  const auto cluster = cooperative_groups::this_cluster();
#pragma unroll
  for (int i = 0; i < 8; ++i) sums[i] = 0.0f;
  add_from_cluster(sums, static_cast<int>(cluster.block_rank()), split, [&](int block) {
    return *reinterpret_cast<const Run<float, 8>*>(cluster.map_shared_rank(own, block) + index);
  });
#endif
}

__device__ inline void join_cluster(int split) {
#if __CUDA_ARCH__ >= 900
  if (split > 1) {
    cooperative_groups::this_cluster().sync();
    return;
  }
#endif
  __syncthreads();
}

/// blockIdx: column tile, row tile, product * split + part of k. The parts of one tile are a
/// cluster, and each of them finishes its share of the rows.
template <typename T, typename Shape, AKind kKind, BOrder kOrder>
__global__ void __launch_bounds__(Shape::kThreads)
    mma_kernel(const __grid_constant__ Contraction problem, int split) {
  using Layout = SharedLayout<Shape, kOrder>;
  let_next_begin();
  extern __shared__ __align__(16) unsigned char shared[];
  T* stages = reinterpret_cast<T*>(shared);
  const int first_row = blockIdx.y * Shape::kM, first_column = blockIdx.x * Shape::kN;
  const int part = blockIdx.z % split, product = blockIdx.z / split;
  const BatchStrides& batch = problem.batch_strides;
  const int outer = product / batch.inner_count, inner = product % batch.inner_count;
  const int steps = (problem.k + Shape::kK - 1) / Shape::kK;
  const int each = (steps + split - 1) / split;
  const int begin = min(part * each, steps), count = min(each, steps - begin);

  ALoader<T, Shape, kKind> a(
      static_cast<const T*>(problem.a) + outer * batch.a_outer + inner * batch.a_inner, first_row,
      begin * Shape::kK, problem);
  BLoader<T, Shape, kOrder> b(
      static_cast<const T*>(problem.b) + outer * batch.b_outer + inner * batch.b_inner,
      first_column, begin * Shape::kK, problem);
  const auto stage_of = [&](int step) {
    return stages + step % Shape::kStages * Layout::kStageElements;
  };
  const auto load = [&](int step, bool with_b) {
    if (step < count) {
      a.load(stage_of(step));
      if (with_b) b.load(stage_of(step) + Layout::kAElements);
    }
    commit_copies();
  };

  WarpTile<T, Shape, kOrder> tile;
  constexpr int kAhead = Shape::kStages - 1;
  if (problem.known_b) {
    for (int step = 0; step < min(kAhead, count); ++step) {
      b.load(stage_of(step) + Layout::kAElements);
    }
  }
  wait_for_work_in_front();
  for (int step = 0; step < kAhead; ++step) load(step, !problem.known_b);
  for (int step = 0; step < count; ++step) {
    wait_for_copies<Shape::kStages - 2>();
    __syncthreads();
    load(step + kAhead, true);
    const T* stage = stage_of(step);
    tile.accumulate(stage, stage + Layout::kAElements);
  }
  wait_for_copies<0>();
  __syncthreads();

  constexpr int kRunsInRow = Shape::kN / 8;
  static_assert(Shape::kThreads % kRunsInRow == 0, "a thread stays in its columns");
  const int column = threadIdx.x % kRunsInRow * 8, n = first_column + column;
  const EightColumns<T> columns(problem, n, inner * int64_t{problem.bias_batch_stride});

  float* sums = reinterpret_cast<float*>(shared);
  tile.store_sums(sums);
  join_cluster(split);
  const int share = Shape::kM / split;
  const int64_t y_offset = outer * batch.y_outer + inner * batch.y_inner + n * problem.y_column;
  for (int i = threadIdx.x / kRunsInRow; i < share; i += Shape::kThreads / kRunsInRow) {
    const int row = part * share + i, m = first_row + row;
    if (m >= problem.m || n >= problem.n) break;
    float values[8];
    gather_sums<Shape>(values, sums, row * Shape::kSumPitch + column, split);
    columns.store(values, n, y_offset + m * problem.y_row, problem);
  }
  if (split > 1) join_cluster(split);
}

/// cudaError_t of the launch.
template <typename T, typename Shape, AKind kKind, BOrder kOrder>
int launch_mma(const Contraction& problem, int split, void* stream) {
  const auto kernel = mma_kernel<T, Shape, kKind, kOrder>;
  constexpr int kBytes = SharedLayout<Shape, kOrder>::kBytes;
  const auto raised =
      cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, kBytes);
  if (raised != cudaSuccess) return raised;
  cudaLaunchAttribute attributes[2] = {};
  unsigned attribute_count = 0;
  if (device::CudaModule::can_overlap()) {
    attributes[attribute_count].id = cudaLaunchAttributeProgrammaticStreamSerialization;
    attributes[attribute_count++].val.programmaticStreamSerializationAllowed = 1;
  }
  if (split > 1) {
    attributes[attribute_count].id = cudaLaunchAttributeClusterDimension;
    attributes[attribute_count++].val.clusterDim = {1, 1, static_cast<unsigned>(split)};
  }
  cudaLaunchConfig_t config = {};
  config.gridDim = dim3((problem.n + Shape::kN - 1) / Shape::kN,
                        (problem.m + Shape::kM - 1) / Shape::kM, problem.batch * split);
  config.blockDim = dim3(Shape::kThreads);
  config.dynamicSmemBytes = kBytes;
  config.stream = static_cast<cudaStream_t>(stream);
  config.attrs = attributes;
  config.numAttrs = attribute_count;
  return cudaLaunchKernelEx(&config, kernel, problem, split);
}

}  // namespace nightjar::kernels::cuda
