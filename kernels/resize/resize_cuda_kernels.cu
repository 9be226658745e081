// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A thread an output element.
#include <cstring>

#include "kernels/cuda/element.cuh"
#include "kernels/resize/resize_cuda_kernels.h"

namespace nightjar::kernels::cuda {
namespace {

constexpr int kThreads = 256;

/// Along the axes from `axis` on: the taps of this axis, each a sum over those behind it.
template <typename T, int kAxis>
__device__ float blend(const Resize& resize, const int64_t (&at)[Resize::kMaxAxes], int axis,
                       const T* x) {
  if (axis == resize.rank) return to_float(*x);
  if constexpr (kAxis == Resize::kMaxAxes) {
    return to_float(*x);
  } else {
    const int32_t width = resize.width[axis];
    float sum = 0;
    for (int32_t k = 0; k < width; ++k) {
      const int64_t tap = at[axis] * width + k;
      const float weight = resize.weights[axis][tap];
      const T* from = x + resize.indices[axis][tap] * resize.x_stride[axis];
      sum += weight * blend<T, kAxis + 1>(resize, at, axis + 1, from);
    }
    return sum;
  }
}

/// False outside of a cropped region.
__device__ bool locate(const Resize& resize, int64_t index, int64_t (&at)[Resize::kMaxAxes]) {
  bool is_inside = true;
  for (int axis = resize.rank - 1; axis >= 0; --axis) {
    at[axis] = index % resize.extent[axis];
    index /= resize.extent[axis];
    is_inside &= resize.indices[axis][at[axis] * resize.width[axis]] >= 0;
  }
  return is_inside;
}

template <typename T>
__global__ void interpolation_kernel(const __grid_constant__ Resize resize) {
  const int64_t index = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  if (index >= resize.count) return;
  int64_t at[Resize::kMaxAxes];
  float value = resize.outside;
  if (locate(resize, index, at)) {
    value = blend<T, 0>(resize, at, 0, static_cast<const T*>(resize.x));
  }
  static_cast<T*>(resize.y)[index] = from_float<T>(value);
}

template <typename T>
__global__ void nearest_kernel(const __grid_constant__ Resize resize, uint64_t outside) {
  const int64_t index = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  if (index >= resize.count) return;
  int64_t at[Resize::kMaxAxes];
  T value = static_cast<T>(outside);
  if (locate(resize, index, at)) {
    int64_t offset = 0;
    for (int axis = 0; axis < resize.rank; ++axis) {
      offset += resize.indices[axis][at[axis]] * resize.x_stride[axis];
    }
    value = static_cast<const T*>(resize.x)[offset];
  }
  static_cast<T*>(resize.y)[index] = value;
}

unsigned blocks_for(int64_t count) {
  return static_cast<unsigned>((count + kThreads - 1) / kThreads);
}

}  // namespace

int launch_interpolation(const Resize& resize, Element element, void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  const unsigned blocks = blocks_for(resize.count);
  if (element == Element::kFloat32) {
    interpolation_kernel<float><<<blocks, kThreads, 0, native>>>(resize);
  } else if (element == Element::kFloat16) {
    interpolation_kernel<__half><<<blocks, kThreads, 0, native>>>(resize);
  } else {
    interpolation_kernel<__nv_bfloat16><<<blocks, kThreads, 0, native>>>(resize);
  }
  return cudaGetLastError();
}

int launch_nearest(const Resize& resize, int element_bytes, uint64_t outside_bytes, void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  const unsigned blocks = blocks_for(resize.count);
  if (element_bytes == 1) {
    nearest_kernel<uint8_t><<<blocks, kThreads, 0, native>>>(resize, outside_bytes);
  } else if (element_bytes == 2) {
    nearest_kernel<uint16_t><<<blocks, kThreads, 0, native>>>(resize, outside_bytes);
  } else if (element_bytes == 4) {
    nearest_kernel<uint32_t><<<blocks, kThreads, 0, native>>>(resize, outside_bytes);
  } else {
    nearest_kernel<uint64_t><<<blocks, kThreads, 0, native>>>(resize, outside_bytes);
  }
  return cudaGetLastError();
}

}  // namespace nightjar::kernels::cuda
