// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What sm_90 has for work in the background: barriers in shared memory that count bytes, and
// copies of tiles by a tensor map.
#pragma once

#include <cuda.h>

#include <cstdint>

#include "kernels/cuda/mma.cuh"

#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
#define NIGHTJAR_ON_SM90A
#endif

namespace nightjar::kernels::cuda::hopper {

#ifdef NIGHTJAR_ON_SM90A

/// A barrier in shared memory: done with a phase after so many arrivals, and when all the bytes
/// that were announced have come.
class Barrier {
 public:
  __device__ explicit Barrier(uint64_t* word) : address_(shared_address(word)) {}

  __device__ void initialise(int arrivals) const {
    asm volatile("mbarrier.init.shared::cta.b64 [%0], %1;" ::"r"(address_), "r"(arrivals)
                 : "memory");
  }
  __device__ void arrive() const {
    asm volatile("mbarrier.arrive.shared::cta.b64 _, [%0];" ::"r"(address_) : "memory");
  }
  __device__ void arrive_expecting(int bytes) const {
    asm volatile("mbarrier.arrive.expect_tx.shared::cta.b64 _, [%0], %1;" ::"r"(address_),
                 "r"(bytes)
                 : "memory");
  }
  /// Until the phase of this parity is done.
  __device__ void wait(int parity) const {
    asm volatile(
        "{\n"
        ".reg .pred done;\n"
        "again:\n"
        "mbarrier.try_wait.parity.shared::cta.b64 done, [%0], %1;\n"
        "@done bra.uni finished;\n"
        "bra.uni again;\n"
        "finished:\n"
        "}" ::"r"(address_),
        "r"(parity)
        : "memory");
  }
  __device__ uint32_t address() const { return address_; }

 private:
  uint32_t address_;
};

/// Makes initialised barriers known to the copy engine.
__device__ inline void publish_barriers() {
  asm volatile("fence.mbarrier_init.release.cluster;" ::: "memory");
}

__device__ inline void prefetch(const CUtensorMap* map) {
  asm volatile("prefetch.tensormap [%0];" ::"l"(map) : "memory");
}

/// A tile of two axes into shared memory; `done` counts its bytes.
__device__ inline void copy_tile(void* to, const CUtensorMap* map, Barrier done, int column,
                                 int row) {
  asm volatile(
      "cp.async.bulk.tensor.2d.shared::cluster.global.mbarrier::complete_tx::bytes [%0], [%1, {%3, "
      "%4}], [%2];" ::"r"(shared_address(to)),
      "l"(map), "r"(done.address()), "r"(column), "r"(row)
      : "memory");
}

/// A tile of three axes.
__device__ inline void copy_tile(void* to, const CUtensorMap* map, Barrier done, int column,
                                 int row, int plane) {
  asm volatile(
      "cp.async.bulk.tensor.3d.shared::cluster.global.mbarrier::complete_tx::bytes [%0], [%1, {%3, "
      "%4, %5}], [%2];" ::"r"(shared_address(to)),
      "l"(map), "r"(done.address()), "r"(column), "r"(row), "r"(plane)
      : "memory");
}

/// Where a column of patches begins in an image, and the kernel position within the patches.
struct PatchTile {
  int channel, width, height, image;
  uint16_t width_offset, height_offset;
};

/// The same channels of many neighbouring patches.
__device__ inline void copy_patches(void* to, const CUtensorMap* map, Barrier done,
                                    const PatchTile& tile) {
  asm volatile(
      "cp.async.bulk.tensor.4d.shared::cluster.global.im2col.mbarrier::complete_tx::bytes [%0], "
      "[%1, {%3, %4, %5, %6}], [%2], {%7, %8};" ::"r"(shared_address(to)),
      "l"(map), "r"(done.address()), "r"(tile.channel), "r"(tile.width), "r"(tile.height),
      "r"(tile.image), "h"(tile.width_offset), "h"(tile.height_offset)
      : "memory");
}

/// A tile of two axes out of shared memory, as part of the thread's next group of stores.
__device__ inline void store_tile(const CUtensorMap* map, const void* from, int column, int row) {
  asm volatile(
      "cp.async.bulk.tensor.2d.global.shared::cta.bulk_group [%0, {%2, %3}], [%1];" ::"l"(map),
      "r"(shared_address(from)), "r"(column), "r"(row)
      : "memory");
}
__device__ inline void commit_stores() { asm volatile("cp.async.bulk.commit_group;" ::: "memory"); }
/// Until the copy engine has read what the thread's stores take from shared memory.
__device__ inline void wait_until_read() {
  asm volatile("cp.async.bulk.wait_group.read 0;" ::: "memory");
}
/// Until the thread's stores are done.
__device__ inline void wait_until_stored() {
  asm volatile("cp.async.bulk.wait_group 0;" ::: "memory");
}
/// What the thread wrote to shared memory is seen by copies that begin later.
__device__ inline void show_to_copies() {
  asm volatile("fence.proxy.async.shared::cta;" ::: "memory");
}

/// Waits for `threads` threads of the block at its named barrier `index`; 0 is __syncthreads.
__device__ inline void join_threads(int index, int threads) {
  asm volatile("barrier.sync %0, %1;" ::"r"(index), "r"(threads) : "memory");
}

/// Counts the thread at a named barrier without waiting there.
__device__ inline void pass_threads(int index, int threads) {
  asm volatile("barrier.arrive %0, %1;" ::"r"(index), "r"(threads) : "memory");
}

#endif

}  // namespace nightjar::kernels::cuda::hopper
