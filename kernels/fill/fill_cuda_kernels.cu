// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/fill/fill_cuda_kernels.h"

namespace nightjar::kernels::cuda {
namespace {

constexpr int kThreads = 256;

/// Unsigned arithmetic wraps, and the bits are those of the signed answer.
template <typename T, typename C>
__global__ void range_kernel(RangeFill fill) {
  const int64_t i = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  if (i >= fill.count) return;
  const C first = static_cast<C>(*static_cast<const T*>(fill.first));
  const C step = static_cast<C>(*static_cast<const T*>(fill.step));
  static_cast<T*>(fill.to)[i] = static_cast<T>(first + static_cast<C>(i) * step);
}

}  // namespace

int launch_range(const RangeFill& fill, RangeType type, void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  const auto blocks = static_cast<unsigned>((fill.count + kThreads - 1) / kThreads);
  switch (type) {
    case RangeType::kInt32:
      range_kernel<int32_t, uint64_t><<<blocks, kThreads, 0, native>>>(fill);
      break;
    case RangeType::kInt64:
      range_kernel<int64_t, uint64_t><<<blocks, kThreads, 0, native>>>(fill);
      break;
    case RangeType::kFloat32:
      range_kernel<float, double><<<blocks, kThreads, 0, native>>>(fill);
      break;
    case RangeType::kFloat64:
      range_kernel<double, double><<<blocks, kThreads, 0, native>>>(fill);
      break;
  }
  return cudaGetLastError();
}

}  // namespace nightjar::kernels::cuda
