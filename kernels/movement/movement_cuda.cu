// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The kernel behind every movement: a thread an element.
#include "kernels/cuda/overlap.cuh"
#include "kernels/movement/mapped_move.h"

namespace nightjar::kernels::cuda {
namespace {

constexpr int kThreads = 256;

/// -1 where the fill goes.
__device__ int64_t source_index(const MoveAxis& axis, int64_t index) {
  int64_t from = axis.start + index * axis.step;
  if (axis.outside == Outside::kNever || (from >= 0 && from < axis.from_extent)) return from;
  if (axis.outside == Outside::kFill) return -1;
  if (axis.outside == Outside::kEdge) return from < 0 ? 0 : axis.from_extent - 1;
  const bool reflects = axis.outside == Outside::kReflect;
  if (reflects && axis.from_extent == 1) return 0;
  const int64_t period = reflects ? 2 * (axis.from_extent - 1) : axis.from_extent;
  from = (from % period + period) % period;
  return from < axis.from_extent ? from : period - from;
}

template <typename T>
__global__ void move_kernel(const __grid_constant__ Move move) {
  begin_in_turn();
  int64_t rest = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  if (rest >= move.count) return;
  int64_t from = 0, to = 0, row = 0, column = 0;
  bool is_filled = false;
  const bool is_small = move.count < 0x7fffffff;
  for (int i = move.rank - 1; i >= 0; --i) {
    const MoveAxis& axis = move.axes[i];
    const int64_t whole = is_small
                              ? static_cast<uint32_t>(rest) / static_cast<uint32_t>(axis.extent)
                              : rest / axis.extent;
    const int64_t index = rest - whole * axis.extent;
    rest = whole;
    const int64_t source = source_index(axis, index);
    is_filled |= source < 0;
    from += source * axis.from_stride;
    to += index * axis.to_stride;
    if (i == move.rank - 1) column = index;
    if (i == move.rank - 2) row = index;
  }
  if (move.keep == Keep::kUpper) is_filled |= column < row + move.diagonal;
  if (move.keep == Keep::kLower) is_filled |= column > row + move.diagonal;
  T value = {};
  if (!is_filled) {
    value = static_cast<const T*>(move.from)[from];
  } else if (move.fill != nullptr) {
    value = *static_cast<const T*>(move.fill);
  }
  static_cast<T*>(move.to)[to] = value;
}

}  // namespace

int launch_move(const Move& move, void* stream) {
  const auto blocks = static_cast<unsigned>((move.count + kThreads - 1) / kThreads);
  const auto native = static_cast<cudaStream_t>(stream);
  switch (move.element_bytes) {
    case 1:
      return launch_overlapped(move_kernel<uint8_t>, dim3(blocks), kThreads, native, move);
    case 2:
      return launch_overlapped(move_kernel<uint16_t>, dim3(blocks), kThreads, native, move);
    case 4:
      return launch_overlapped(move_kernel<uint32_t>, dim3(blocks), kThreads, native, move);
    case 8:
      return launch_overlapped(move_kernel<uint64_t>, dim3(blocks), kThreads, native, move);
    default:
      return launch_overlapped(move_kernel<uint4>, dim3(blocks), kThreads, native, move);
  }
}

}  // namespace nightjar::kernels::cuda
