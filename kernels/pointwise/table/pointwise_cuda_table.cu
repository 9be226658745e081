// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/element.cuh"
#include "kernels/cuda/overlap.cuh"
#include "kernels/pointwise/table/pointwise_cuda_table.h"

namespace nightjar::kernels::cuda {
namespace {

constexpr int kThreads = 256, kRun = 16;

__global__ void look_up_kernel(const uint8_t* table, const uint8_t* from, uint8_t* to,
                               int64_t count) {
  static_assert(kThreads == 256, "a thread an entry");
  __shared__ uint8_t entries[kThreads];
  let_next_begin();
  entries[threadIdx.x] = table[threadIdx.x];
  wait_for_work_in_front();
  __syncthreads();
  const int64_t first = (int64_t{blockIdx.x} * kThreads + threadIdx.x) * kRun;
  if (first + kRun <= count) {
    auto run = *reinterpret_cast<const Run<uint8_t, kRun>*>(from + first);
#pragma unroll
    for (uint8_t& byte : run.values) byte = entries[byte];
    *reinterpret_cast<Run<uint8_t, kRun>*>(to + first) = run;
    return;
  }
  for (int64_t i = first; i < count; ++i) to[i] = entries[from[i]];
}

}  // namespace

int launch_look_up(const uint8_t* table, const uint8_t* from, uint8_t* to, int64_t count,
                   void* stream) {
  constexpr int64_t kEach = int64_t{kThreads} * kRun;
  const auto blocks = static_cast<unsigned>((count + kEach - 1) / kEach);
  return launch_overlapped(look_up_kernel, dim3(blocks), kThreads,
                           static_cast<cudaStream_t>(stream), table, from, to, count);
}

}  // namespace nightjar::kernels::cuda
