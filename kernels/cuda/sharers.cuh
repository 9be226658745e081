// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Blocks that share one piece of work: a cluster where the GPU has them, else a block alone.
#pragma once

#include <cooperative_groups.h>

#include "kernels/cuda/overlap.cuh"

namespace nightjar::kernels::cuda {

/// What a block knows of those it shares with.
class Sharers {
 public:
  static constexpr int kMost = 8;  ///< That every GPU with clusters has room for.

#if __CUDA_ARCH__ >= 900
  __device__ static int rank() { return static_cast<int>(cluster().block_rank()); }
  __device__ static int count() { return static_cast<int>(cluster().num_blocks()); }
  /// All threads of all of them; what they wrote to shared memory is seen behind it.
  __device__ static void join() { cluster().sync(); }
  /// The same variable of another block.
  __device__ static float* of(float* own, int block) {
    return cluster().map_shared_rank(own, static_cast<unsigned>(block));
  }

 private:
  __device__ static cooperative_groups::cluster_group cluster() {
    return cooperative_groups::this_cluster();
  }
#else
  __device__ static int rank() { return 0; }
  __device__ static int count() { return 1; }
  __device__ static void join() { __syncthreads(); }
  __device__ static float* of(float* own, int) { return own; }
#endif
};

/// How many blocks may share: a power of two, 1 where the GPU has no clusters.
inline int most_sharers() { return device::CudaModule::can_overlap() ? Sharers::kMost : 1; }

/// launch_overlapped_with, `sharers` of the blocks at a time being there together.
template <typename... Parameters, typename... Values>
int launch_shared(void (*kernel)(Parameters...), dim3 blocks, int threads, int sharers,
                  cudaStream_t stream, Values&&... values) {
  cudaLaunchAttribute attributes[2] = {};
  attributes[0].id = cudaLaunchAttributeProgrammaticStreamSerialization;
  attributes[0].val.programmaticStreamSerializationAllowed = 1;
  attributes[1].id = cudaLaunchAttributeClusterDimension;
  attributes[1].val.clusterDim = {static_cast<unsigned>(sharers), 1, 1};
  cudaLaunchConfig_t config = {};
  config.gridDim = blocks;
  config.blockDim = dim3(static_cast<unsigned>(threads));
  config.stream = stream;
  config.attrs = attributes;
  config.numAttrs = device::CudaModule::can_overlap() ? 2 : 0;
  return cudaLaunchKernelEx(&config, kernel, std::forward<Values>(values)...);
}

}  // namespace nightjar::kernels::cuda
