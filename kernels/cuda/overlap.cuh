// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Kernels that begin while the one in front still ends: they get ready, then wait for it.
#pragma once

#include <cuda_runtime_api.h>

#include <utility>

#include "engine/device/cuda_module.h"

namespace nightjar::kernels::cuda {

/// Lets the next kernel begin. Every kernel launched by launch_overlapped says so early, as all of
/// them wait for what they read.
__device__ inline void let_next_begin() {
#if __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.launch_dependents;" ::: "memory");
#endif
}

/// Everything queued in front is done and seen. Before it a kernel reads nothing but constants and
/// writes nothing.
__device__ inline void wait_for_work_in_front() {
#if __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
}

/// Both at once, for kernels with nothing to get ready.
__device__ inline void begin_in_turn() {
  let_next_begin();
  wait_for_work_in_front();
}

/// Launches a kernel that waits for the work in front by itself. cudaError_t.
template <typename... Parameters, typename... Values>
int launch_overlapped_with(void (*kernel)(Parameters...), dim3 blocks, int threads,
                           int shared_bytes, cudaStream_t stream, Values&&... values) {
  cudaLaunchAttribute overlap = {};
  overlap.id = cudaLaunchAttributeProgrammaticStreamSerialization;
  overlap.val.programmaticStreamSerializationAllowed = 1;
  cudaLaunchConfig_t config = {};
  config.gridDim = blocks;
  config.blockDim = dim3(static_cast<unsigned>(threads));
  config.dynamicSmemBytes = static_cast<size_t>(shared_bytes);
  config.stream = stream;
  config.attrs = &overlap;
  config.numAttrs = device::CudaModule::can_overlap() ? 1 : 0;
  return cudaLaunchKernelEx(&config, kernel, std::forward<Values>(values)...);
}

template <typename... Parameters, typename... Values>
int launch_overlapped(void (*kernel)(Parameters...), dim3 blocks, int threads, cudaStream_t stream,
                      Values&&... values) {
  return launch_overlapped_with(kernel, blocks, threads, 0, stream,
                                std::forward<Values>(values)...);
}

}  // namespace nightjar::kernels::cuda
