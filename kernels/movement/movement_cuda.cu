// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The kernels behind every movement: a thread an element, and tiles for what is transposed.
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

/// A plane whose neighbours lie along another axis on either side.
struct Transposed {
  int from_axis = -1, to_axis = -1;  ///< Whose neighbours are neighbours there.
};

/// Tiles of kTile x kTile pass through shared memory, so that both sides move in long runs.
constexpr int kTile = 64, kTileRows = kThreads / kTile;

template <typename T>
__global__ void __launch_bounds__(kThreads)
    transpose_kernel(const __grid_constant__ Move move, Transposed plane) {
  begin_in_turn();
  // One element more a row: columns lie in different banks.
  __shared__ T tile[kTile][kTile + (sizeof(T) < 4 ? 2 : 1)];
  const MoveAxis &along_from = move.axes[plane.from_axis], &along_to = move.axes[plane.to_axis];
  int64_t from = 0, to = 0, rest = blockIdx.x;
  const auto take = [&](int64_t extent) {
    const int64_t index = rest % extent;
    rest /= extent;
    return index;
  };
  const int64_t first_from = take((along_from.extent + kTile - 1) / kTile) * kTile;
  const int64_t first_to = take((along_to.extent + kTile - 1) / kTile) * kTile;
  for (int i = move.rank - 1; i >= 0; --i) {
    const MoveAxis& axis = move.axes[i];
    const bool is_plane = i == plane.from_axis || i == plane.to_axis;
    const int64_t index = is_plane ? 0 : take(axis.extent);
    from += (axis.start + index * axis.step) * axis.from_stride;
    to += index * axis.to_stride;
  }
  const int column = threadIdx.x % kTile, first_row = threadIdx.x / kTile;
#pragma unroll
  for (int row = first_row; row < kTile; row += kTileRows) {
    const int64_t a = first_from + column, b = first_to + row;
    if (a >= along_from.extent || b >= along_to.extent) continue;
    tile[row][column] =
        static_cast<const T*>(move.from)[from + a + b * along_to.step * along_to.from_stride];
  }
  __syncthreads();
#pragma unroll
  for (int row = first_row; row < kTile; row += kTileRows) {
    const int64_t a = first_from + row, b = first_to + column;
    if (a >= along_from.extent || b >= along_to.extent) continue;
    static_cast<T*>(move.to)[to + b + a * along_from.to_stride] = tile[column][row];
  }
}

/// The plane, where every element is read once and long runs are to be had on both sides.
Transposed transposed_plane(const Move& move) {
  constexpr int64_t kWorthwhile = 16;
  Transposed plane;
  if (move.keep != Keep::kAll) return plane;
  for (int i = 0; i < move.rank; ++i) {
    const MoveAxis& axis = move.axes[i];
    if (axis.outside != Outside::kNever) return {};
    if (axis.extent < kWorthwhile) continue;
    if (axis.step * axis.from_stride == 1) plane.from_axis = i;
    if (axis.to_stride == 1) plane.to_axis = i;
  }
  const bool is_transposed =
      plane.from_axis >= 0 && plane.to_axis >= 0 && plane.from_axis != plane.to_axis;
  return is_transposed ? plane : Transposed();
}

template <typename T>
int launch_transpose(const Move& move, Transposed plane, cudaStream_t stream) {
  const auto tiles = [&](int axis) { return (move.axes[axis].extent + kTile - 1) / kTile; };
  const int64_t elements = move.axes[plane.from_axis].extent * move.axes[plane.to_axis].extent;
  const int64_t blocks = move.count / elements * tiles(plane.from_axis) * tiles(plane.to_axis);
  return launch_overlapped(transpose_kernel<T>, dim3(static_cast<unsigned>(blocks)), kThreads,
                           stream, move, plane);
}

}  // namespace

int launch_move(const Move& move, void* stream) {
  const auto blocks = static_cast<unsigned>((move.count + kThreads - 1) / kThreads);
  const auto native = static_cast<cudaStream_t>(stream);
  if (const Transposed plane = transposed_plane(move); plane.from_axis >= 0) {
    if (move.element_bytes == 2) return launch_transpose<uint16_t>(move, plane, native);
    if (move.element_bytes == 4) return launch_transpose<uint32_t>(move, plane, native);
  }
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
