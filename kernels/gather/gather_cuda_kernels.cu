// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/gather/gather_cuda_kernels.h"

namespace nightjar::kernels::cuda {
namespace {

constexpr int kThreads = 256;

unsigned blocks_for(int64_t count) {
  return static_cast<unsigned>((count + kThreads - 1) / kThreads);
}

__device__ int64_t index_at(const void* indices, bool is_wide, int64_t position) {
  return is_wide ? static_cast<const int64_t*>(indices)[position]
                 : static_cast<const int32_t*>(indices)[position];
}

/// Elements from the base to the indexed piece, or -1.
__device__ int64_t indexed_offset(const IndexedMove& move, int64_t piece) {
  const int64_t tuple = piece / move.repeat % move.tuples;
  int64_t offset = piece / move.batch * move.batch_stride;
  for (int i = 0; i < move.width; ++i) {
    int64_t index = index_at(move.indices, move.wide_indices, tuple * move.width + i);
    if (index < 0) index += move.extents[i];
    if (index < 0 || index >= move.extents[i]) return -1;
    offset += index * move.strides[i];
  }
  int64_t rest = piece;
  for (int axis = move.rank - 1; axis >= 0; --axis) {
    offset += rest % move.dims[axis] * move.walk[axis];
    rest /= move.dims[axis];
  }
  return offset;
}

/// A thread an element of a piece.
template <typename T>
__global__ void indexed_move_kernel(const __grid_constant__ IndexedMove move) {
  const int64_t at = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  if (at >= move.count * move.piece) return;
  const int64_t piece = at / move.piece, part = at - piece * move.piece;
  const int64_t offset = indexed_offset(move, piece);
  const T* from = static_cast<const T*>(move.from);
  T* to = static_cast<T*>(move.to);
  if (move.scatters) {
    if (offset >= 0) to[offset + part] = from[at];
  } else {
    to[at] = offset >= 0 ? from[offset + part] : T{};
  }
}

template <typename T>
__global__ void one_hot_kernel(const __grid_constant__ OneHot problem) {
  const int64_t at = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  if (at >= problem.count) return;
  const int64_t row = at / problem.inner / problem.depth;
  const int64_t level = at / problem.inner % problem.depth;
  const int64_t pick = row * problem.inner + at % problem.inner;
  int64_t index = problem.index_kind == 2
                      ? static_cast<int64_t>(static_cast<const float*>(problem.indices)[pick])
                      : index_at(problem.indices, problem.index_kind == 1, pick);
  if (index < 0) index += problem.depth;
  static_cast<T*>(problem.to)[at] = static_cast<const T*>(problem.values)[index == level ? 1 : 0];
}

/// Calls launch with an element of the size.
template <typename Launch>
int with_size(int element_bytes, Launch launch) {
  switch (element_bytes) {
    case 1:
      launch(uint8_t());
      break;
    case 2:
      launch(uint16_t());
      break;
    case 4:
      launch(uint32_t());
      break;
    case 8:
      launch(uint64_t());
      break;
    default:
      launch(uint4());
  }
  return cudaGetLastError();
}

}  // namespace

int launch_indexed_move(const IndexedMove& move, void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  return with_size(move.element_bytes, [&](auto element) {
    indexed_move_kernel<decltype(element)>
        <<<blocks_for(move.count * move.piece), kThreads, 0, native>>>(move);
  });
}

int launch_one_hot(const OneHot& problem, void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  return with_size(problem.element_bytes, [&](auto element) {
    one_hot_kernel<decltype(element)><<<blocks_for(problem.count), kThreads, 0, native>>>(problem);
  });
}

}  // namespace nightjar::kernels::cuda
