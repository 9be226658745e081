// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Softmax along rows, a warp or a block a row.
#include "kernels/cuda/rows.h"

#include "kernels/cuda/group.cuh"
#include "kernels/cuda/overlap.cuh"

namespace nightjar::kernels::cuda {
namespace {

template <typename T, int kSize, int kRun>
__global__ void softmax_kernel(const __grid_constant__ Rows rows, bool is_log) {
  begin_in_turn();
  using Threads = Group<kSize>;
  const int64_t row = Threads::index();
  if (row >= rows.outer * rows.inner) return;
  const T* x = static_cast<const T*>(rows.x);
  const auto walk = walk_of<T, kSize, kRun>(row, rows.count, rows.inner);
  float top = -INFINITY;
  walk.each(x, [&](int64_t, const float(&values)[kRun]) {
    for (const float value : values) top = value > top || value != value ? value : top;
  });
  top = Threads::maximum(top);
  float sum = 0;
  walk.each(x, [&](int64_t, const float(&values)[kRun]) {
    for (const float value : values) sum += expf(value - top);
  });
  sum = Threads::sum(sum);
  const float shift = is_log ? top + logf(sum) : top, scale = 1.0f / sum;
  walk.each(x, [&](int64_t at, float(&values)[kRun]) {
    for (float& value : values) value = is_log ? value - shift : expf(value - shift) * scale;
    walk.store(static_cast<T*>(rows.y), at, values);
  });
}

}  // namespace

int launch_softmax(const Rows& rows, bool is_log, void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  return with_type(rows, [&]<typename T, int kSize, int kRun>(unsigned blocks) {
    return launch_overlapped(softmax_kernel<T, kSize, kRun>, dim3(blocks), kGroupThreads, native,
                             rows, is_log);
  });
}

}  // namespace nightjar::kernels::cuda
