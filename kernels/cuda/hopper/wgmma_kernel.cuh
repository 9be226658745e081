// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The warpgroup kernel: one warp brings tiles of a and b by the copy engine, the others multiply
// and finish; blocks walk over tiles, or share one along k.
#pragma once

#include <algorithm>

#include "kernels/cuda/hopper/wgmma_copied_bytes.cuh"
#include "kernels/cuda/hopper/wgmma_finish.cuh"
#include "kernels/cuda/hopper/wgmma_launch.h"
#include "kernels/cuda/hopper/wgmma_odd.cuh"
#include "kernels/cuda/hopper/wgmma_produce.cuh"
#include "kernels/cuda/overlap.cuh"

namespace nightjar::kernels::cuda::hopper {

#ifdef NIGHTJAR_ON_SM90A

/// The sums of a warpgroup's rows over `steps` stages.
template <typename T, typename Shape>
__device__ void multiply(typename Arithmetic<T>::Sum (&sums)[Shape::kRowBlocks][Shape::kN / 2],
                         const Ring<Shape>& ring, RingPosition<Shape::kStages> at, int steps,
                         int first_row) {
  constexpr uint64_t kRowBlock = kRowsOfProduct * kRowBytes / 16;
  const bool releases = threadIdx.x % 32 == 0;
  int used = -1;
  for (int step = 0; step < steps; ++step, at.advance()) {
    ring.filled(at.stage).wait(at.parity);
    const uint64_t left = describe_tile(ring.a(at.stage) + first_row * kRowBytes);
    const uint64_t right = describe_tile(ring.b(at.stage));
    begin_products();
#pragma unroll
    for (int k = 0; k < kTileColumns / 16; ++k) {
#pragma unroll
      for (int i = 0; i < Shape::kRowBlocks; ++i) {
        Product<T, Shape::kN>::add(sums[i], left + i * kRowBlock + k * kSixteenColumns,
                                   right + k * kSixteenColumns, step > 0 || k > 0);
      }
    }
    commit_products();
    wait_for_products<1>();
    if (used >= 0 && releases) ring.emptied(used).arrive();
    used = at.stage;
  }
  wait_for_products<0>();
#pragma unroll
  for (int i = 0; i < Shape::kRowBlocks; ++i) pin(sums[i]);
  if (used >= 0 && releases) ring.emptied(used).arrive();
}

/// Two warpgroups that take turns: one finishes its tile while the other multiplies. A barrier of
/// the ring tells two of its turns apart and no more, so nobody reads stages of turns to come.
template <typename Shape>
struct Turns {
  static constexpr int kThreads = 2 * kWarpgroup;

  /// The stages of all turns before have been read.
  __device__ static void begin(int turn) {
    if (Shape::kInTurns && turn > 0) join_threads(1 + turn % 2, kThreads);
  }
  __device__ static void end(int turn, bool has_next) {
    if (Shape::kInTurns && has_next) pass_threads(1 + (turn + 1) % 2, kThreads);
  }
};

/// Multiplies and finishes the tiles of a warpgroup.
template <typename T, typename Shape>
__device__ void consume(const WgmmaArguments& arguments, const Ring<Shape>& ring, Steps steps,
                        int first_tile, int tile_step) {
  constexpr int kStride = Shape::kInTurns ? Shape::kConsumers : 1;
  const Contraction& problem = arguments.problem;
  const int warpgroup = threadIdx.x / kWarpgroup;
  const int first_row = Shape::kInTurns ? 0 : warpgroup * Shape::kRowsOfGroup;
  const TileOrder order = order_of<Shape>(problem);
  float* piece = reinterpret_cast<float*>(ring.y(0)) + threadIdx.x / 32 * Shape::kPieceFloats;
  constexpr bool kIsBytes = std::is_same_v<T, BytePair>;
  const bool has_runs = kIsBytes || problem.n % 8 == 0;
  typename Arithmetic<T>::Sum sums[Shape::kRowBlocks][Shape::kN / 2] = {};
  wait_for_work_in_front();
  for (int turn = Shape::kInTurns ? warpgroup : 0;; turn += kStride) {
    const int tile = first_tile + turn * tile_step;
    if (tile >= order.count()) return;
    const bool has_next = tile + tile_step < order.count();
    const TilePlace place = order.template place<Shape>(tile);
    const RingPosition<Shape::kStages> at(static_cast<unsigned>(turn) *
                                          static_cast<unsigned>(steps.count));
    if (arguments.split == 1 && !arguments.copies_y && has_runs) {
      Finisher<T, Shape> finisher(problem, {place.row + first_row, place.column}, piece);
      Turns<Shape>::begin(turn);
      multiply<T, Shape>(sums, ring, at, steps.count, first_row);
      Turns<Shape>::end(turn, has_next);
      finisher.finish(sums);
      continue;
    }
    Turns<Shape>::begin(turn);
    multiply<T, Shape>(sums, ring, at, steps.count, first_row);
    Turns<Shape>::end(turn, has_next);
    if (arguments.copies_y) {
      const RingPosition<Shape::kBuffers> buffer(static_cast<unsigned>(turn));
      ring.open(buffer.stage).wait(buffer.parity);
      finish_copied<T, Shape>(problem, place, ring.y(buffer.stage), first_row, sums);
      __syncwarp();
      if (threadIdx.x % 32 == 0) ring.finished(buffer.stage).arrive();
      continue;
    }
    if constexpr (!kIsBytes) {
      if (arguments.split == 1) {
        OddFinisher<T, Shape>(problem, {place.row + first_row, place.column}, ring.y(0))
            .finish(sums);
        continue;
      }
    }
    // Nobody reads the stages any more: they become the sums of the block.
    join_threads(1, Shape::kConsumerThreads);
    float* tile_sums = reinterpret_cast<float*>(ring.stages);
    store_sums<Shape>(sums, tile_sums, first_row, problem.is_woven);
    finish_together<T, Shape>(tile_sums, blockIdx.x % arguments.split, arguments.split, place,
                              problem);
    return;
  }
}

#endif

/// blockIdx.x: first tile * split + part of k. The parts of one tile are a cluster.
template <typename T, typename Shape>
__global__ void __launch_bounds__(Shape::kThreads, Shape::kBlocksOfCore)
    wgmma_kernel(const __grid_constant__ WgmmaArguments arguments) {
#ifdef NIGHTJAR_ON_SM90A
  constexpr int kFewRegisters = 40, kManyRegisters = 232;
  let_next_begin();
  extern __shared__ unsigned char unaligned[];
  __shared__ uint64_t full[Shape::kStages], empty[Shape::kStages];
  __shared__ uint64_t opened[Shape::kBuffers], closed[Shape::kBuffers];
  const uint32_t past = shared_address(unaligned) % Shape::kAlignment;
  const Ring<Shape> ring = {unaligned + (past == 0 ? 0 : Shape::kAlignment - past), full, empty,
                            opened, closed};
  if (threadIdx.x == 0) {
    for (int stage = 0; stage < Shape::kStages; ++stage) {
      ring.filled(stage).initialise(1);
      ring.emptied(stage).initialise(Shape::kFinishers);
    }
    for (int buffer = 0; buffer < Shape::kBuffers; ++buffer) {
      ring.open(buffer).initialise(1);
      ring.finished(buffer).initialise(Shape::kFinishers);
    }
    publish_barriers();
  } else if (threadIdx.x == Shape::kConsumerThreads) {
    prefetch(reinterpret_cast<const CUtensorMap*>(&arguments.maps.a));
    prefetch(reinterpret_cast<const CUtensorMap*>(&arguments.maps.b));
  }
  __syncthreads();
  const int split = arguments.split;
  const Steps steps(arguments.problem.image, blockIdx.x % split, split);
  const int first_tile = blockIdx.x / split, tile_step = gridDim.x / split;
  if (threadIdx.x >= Shape::kConsumerThreads) {
    if constexpr (Shape::kMovesRegisters) keep_registers<kFewRegisters>();
    if (threadIdx.x == Shape::kConsumerThreads) {
      produce(Producer<Shape>(arguments, ring, steps, first_tile, tile_step), ring,
              arguments.problem.known_b);
    } else if (threadIdx.x == Shape::kConsumerThreads + 32 && arguments.copies_y) {
      carry_any_y<T>(arguments, ring, first_tile, tile_step);
    }
    __syncwarp();
    if (split > 1) {
      join_cluster();
      join_cluster();
    }
  } else {
    if constexpr (Shape::kMovesRegisters) take_registers<kManyRegisters>();
    consume<T, Shape>(arguments, ring, steps, first_tile, tile_step);
  }
#endif
}

/// How many blocks the GPU holds; 0: it cannot run the kernel.
struct Room {
  int cores = 0, blocks = 0;
};

template <typename Shape, typename Kernel>
Room room_of(Kernel kernel) {
  Room room;
  int device = 0, each = 0;
  cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, Shape::kBytes);
  cudaGetDevice(&device);
  cudaDeviceGetAttribute(&room.cores, cudaDevAttrMultiProcessorCount, device);
  cudaOccupancyMaxActiveBlocksPerMultiprocessor(&each, kernel, Shape::kThreads, Shape::kBytes);
  room.blocks = room.cores * each;
  return room;
}

/// cudaError_t of the launch.
template <typename T, typename Shape>
int launch_wgmma(const WgmmaArguments& arguments, void* stream) {
  const auto kernel = wgmma_kernel<T, Shape>;
  static const Room kRoom = room_of<Shape>(kernel);
  if (kRoom.blocks == 0) return cudaErrorLaunchOutOfResources;
  const int tiles = order_of<Shape>(arguments.problem).count();
  const int blocks = arguments.split > 1 ? tiles * arguments.split : std::min(tiles, kRoom.blocks);
  WgmmaArguments final_arguments = arguments;
  // A few tiles are sooner done without the way through the engine.
  final_arguments.copies_y = arguments.maps.has_y && arguments.split == 1 && tiles > kRoom.blocks &&
                             is_copied_activation<T>(arguments.problem.epilogue.activation);
  cudaLaunchAttribute attributes[2] = {};
  attributes[0].id = cudaLaunchAttributeProgrammaticStreamSerialization;
  attributes[0].val.programmaticStreamSerializationAllowed = 1;
  attributes[1].id = cudaLaunchAttributeClusterDimension;
  attributes[1].val.clusterDim = {static_cast<unsigned>(arguments.split), 1, 1};
  cudaLaunchConfig_t config = {};
  config.gridDim = dim3(static_cast<unsigned>(blocks));
  config.blockDim = dim3(Shape::kThreads);
  config.dynamicSmemBytes = Shape::kBytes;
  config.stream = static_cast<cudaStream_t>(stream);
  config.attrs = attributes;
  config.numAttrs = arguments.split > 1 ? 2 : 1;
  return cudaLaunchKernelEx(&config, kernel, final_arguments);
}

}  // namespace nightjar::kernels::cuda::hopper
