// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/conv_transpose/conv_transpose_cuda_kernels.h"
#include "kernels/cuda/element.cuh"

namespace nightjar::kernels::cuda {
namespace {

constexpr int kThreads = 256;
constexpr int kAxes = DirectConv::kAxes;

/// An element of y, channels fastest.
struct Place {
  int32_t n, o, at[kAxes];

  __device__ Place(int64_t index, const DirectConv& p) {
    o = static_cast<int32_t>(index % p.outputs);
    index /= p.outputs;
    for (int axis = kAxes - 1; axis >= 0; --axis) {
      at[axis] = static_cast<int32_t>(index % p.out_extent[axis]);
      index /= p.out_extent[axis];
    }
    n = static_cast<int32_t>(index);
  }
};

/// Which input position reaches `at` through kernel position `tap`, or -1.
__device__ int32_t source_of(const DirectConv& p, int axis, int32_t at, int32_t tap) {
  const int32_t wide = at + p.pad[axis] - tap * p.dilation[axis];
  if (wide < 0 || wide % p.stride[axis] != 0) return -1;
  const int32_t narrow = wide / p.stride[axis];
  return narrow < p.extent[axis] ? narrow : -1;
}

template <typename T>
__global__ void conv_transpose_kernel(const __grid_constant__ DirectConv p, Element) {
  const int64_t index = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  if (index >= p.count) return;
  const Place place(index, p);
  const int32_t group = place.o / p.outputs_each, o = place.o % p.outputs_each;
  const int32_t taps = p.kernel[0] * p.kernel[1] * p.kernel[2];
  const T* x =
      static_cast<const T*>(p.x) + place.n * p.x_batch + int64_t{group} * p.channels * p.x_channel;
  const T* w =
      static_cast<const T*>(p.w) + (int64_t{group} * p.channels * p.outputs_each + o) * taps;
  const int64_t w_channel = int64_t{p.outputs_each} * taps;
  float sum = 0;
  for (int32_t tap = 0; tap < taps; ++tap) {
    const int32_t d = source_of(p, 0, place.at[0], tap / (p.kernel[1] * p.kernel[2]));
    const int32_t h = source_of(p, 1, place.at[1], tap / p.kernel[2] % p.kernel[1]);
    const int32_t c_axis = source_of(p, 2, place.at[2], tap % p.kernel[2]);
    if (d < 0 || h < 0 || c_axis < 0) continue;
    const T* from = x + d * p.x_axis[0] + h * p.x_axis[1] + c_axis * p.x_axis[2];
    for (int32_t c = 0; c < p.channels; ++c) {
      sum += to_float(from[c * p.x_channel]) * to_float(w[c * w_channel + tap]);
    }
  }
  float value[1] = {sum};
  if (p.epilogue.bias != nullptr) {
    value[0] += load_as_float(p.epilogue.bias, p.epilogue.bias_type, place.o);
  }
  int64_t to = place.n * p.y_batch + place.o * p.y_channel;
  for (int axis = 0; axis < kAxes; ++axis) to += place.at[axis] * p.y_axis[axis];
  if (p.epilogue.residual != nullptr) {
    value[0] += to_float(static_cast<const T*>(p.epilogue.residual)[to]);
  }
  activate(value, p.epilogue);
  static_cast<T*>(p.y)[to] = from_float<T>(value[0]);
}

}  // namespace

int launch_direct_conv_transpose(const DirectConv& problem, Element element, void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  const auto blocks = static_cast<unsigned>((problem.count + kThreads - 1) / kThreads);
  if (element == Element::kFloat32) {
    conv_transpose_kernel<float><<<blocks, kThreads, 0, native>>>(problem, element);
  } else if (element == Element::kFloat16) {
    conv_transpose_kernel<__half><<<blocks, kThreads, 0, native>>>(problem, element);
  } else {
    conv_transpose_kernel<__nv_bfloat16><<<blocks, kThreads, 0, native>>>(problem, element);
  }
  return cudaGetLastError();
}

}  // namespace nightjar::kernels::cuda
