// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution in runs of channels, and the direct one for everything else.
#include "kernels/conv/conv_cuda_kernels.h"
#include "kernels/cuda/epilogue.cuh"
#include "kernels/cuda/overlap.cuh"

namespace nightjar::kernels::cuda {
namespace {

constexpr int kThreads = 256;

unsigned blocks_for(int64_t count) {
  return static_cast<unsigned>((count + kThreads - 1) / kThreads);
}

/// Bias, residual and activation of neighbouring channels.
template <int kCount>
__device__ void finish(float (&sums)[kCount], int channel, Element type, int64_t offset,
                       const Epilogue& epilogue) {
#pragma unroll
  for (int i = 0; i < kCount; ++i) {
    if (epilogue.bias != nullptr) {
      sums[i] += load_as_float(epilogue.bias, epilogue.bias_type, channel + i);
    }
    if (epilogue.residual != nullptr) {
      sums[i] += load_as_float(epilogue.residual, type, offset + i);
    }
  }
  activate(sums, epilogue);
}

template <typename T, int kRun>
__global__ void depthwise_kernel(const __grid_constant__ Depthwise problem, Element type) {
  begin_in_turn();
  const Image& image = problem.image;
  const int runs = problem.channels / kRun;
  const int64_t index = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  const int64_t position = index / runs;
  const int channel = static_cast<int>(index % runs) * kRun;
  const int out_x = static_cast<int>(position % image.out_width);
  const int out_y = static_cast<int>(position / image.out_width % image.out_height);
  const int64_t n = position / image.out_width / image.out_height;
  if (n >= problem.batch) return;
  const T* x = static_cast<const T*>(problem.x) +
               n * image.height * image.width * problem.channels + channel;
  const T* w = static_cast<const T*>(problem.w) + channel;
  float sums[kRun] = {};
  for (int r = 0; r < image.kernel_height; ++r) {
    const int y = out_y * image.stride_h - image.pad_h + r * image.dilation_h;
    if (static_cast<unsigned>(y) >= static_cast<unsigned>(image.height)) continue;
#pragma unroll 5
    for (int s = 0; s < image.kernel_width; ++s) {
      const int column = out_x * image.stride_w - image.pad_w + s * image.dilation_w;
      if (static_cast<unsigned>(column) >= static_cast<unsigned>(image.width)) continue;
      const auto pixel = *reinterpret_cast<const Run<T, kRun>*>(
          x + (int64_t{y} * image.width + column) * problem.channels);
      const auto weight = *reinterpret_cast<const Run<T, kRun>*>(w + (r * image.kernel_width + s) *
                                                                         problem.channels);
#pragma unroll
      for (int i = 0; i < kRun; ++i)
        sums[i] += to_float(pixel.values[i]) * to_float(weight.values[i]);
    }
  }
  const int64_t offset = position * problem.channels + channel;
  Run<T, kRun> run;
  finish(sums, channel, type, offset, problem.epilogue);
#pragma unroll
  for (int i = 0; i < kRun; ++i) run.values[i] = from_float<T>(sums[i]);
  *reinterpret_cast<Run<T, kRun>*>(static_cast<T*>(problem.y) + offset) = run;
}

template <typename T, int kRun>
int launch_runs(const Depthwise& problem, Element type, cudaStream_t stream) {
  const int64_t count = int64_t{problem.batch} * problem.image.out_height *
                        problem.image.out_width * (problem.channels / kRun);
  return launch_overlapped(depthwise_kernel<T, kRun>, dim3(blocks_for(count)), kThreads, stream,
                           problem, type);
}

template <typename T>
int launch_typed(const Depthwise& problem, Element type, cudaStream_t stream) {
  constexpr int kRun = 16 / sizeof(T);
  return problem.channels % kRun == 0 ? launch_runs<T, kRun>(problem, type, stream)
                                      : launch_runs<T, 1>(problem, type, stream);
}

/// Sum over the patch of one output element.
template <typename T>
__device__ float direct_sum(const DirectConv& problem, const T* x, const T* w, const int (&at)[3]) {
  float sum = 0;
  for (int r0 = 0; r0 < problem.kernel[0]; ++r0) {
    for (int r1 = 0; r1 < problem.kernel[1]; ++r1) {
      for (int r2 = 0; r2 < problem.kernel[2]; ++r2, w += problem.channels) {
        const int taps[3] = {r0, r1, r2};
        int64_t offset = 0;
        bool is_inside = true;
#pragma unroll
        for (int axis = 0; axis < 3; ++axis) {
          const int i = at[axis] * problem.stride[axis] - problem.pad[axis] +
                        taps[axis] * problem.dilation[axis];
          is_inside &= i >= 0 && i < problem.extent[axis];
          offset += i * problem.x_axis[axis];
        }
        if (!is_inside) continue;
        for (int c = 0; c < problem.channels; ++c) {
          sum += to_float(x[offset + c * problem.x_channel]) * to_float(w[c]);
        }
      }
    }
  }
  return sum;
}

/// A thread an element of y, channels fastest.
template <typename T>
__global__ void direct_kernel(const __grid_constant__ DirectConv problem, Element type) {
  int64_t rest = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  if (rest >= problem.count) return;
  const int output = static_cast<int>(rest % problem.outputs);
  rest /= problem.outputs;
  int at[3];
#pragma unroll
  for (int axis = 2; axis >= 0; --axis) {
    at[axis] = static_cast<int>(rest % problem.out_extent[axis]);
    rest /= problem.out_extent[axis];
  }
  const int group = output / problem.outputs_each;
  const T* x = static_cast<const T*>(problem.x) + rest * problem.x_batch +
               int64_t{group} * problem.channels * problem.x_channel;
  const T* w = static_cast<const T*>(problem.w) + int64_t{output} * problem.pitch;
  float sum[1] = {direct_sum(problem, x, w, at)};
  const int64_t offset = rest * problem.y_batch + output * problem.y_channel +
                         at[0] * problem.y_axis[0] + at[1] * problem.y_axis[1] +
                         at[2] * problem.y_axis[2];
  finish(sum, output, type, offset, problem.epilogue);
  static_cast<T*>(problem.y)[offset] = from_float<T>(sum[0]);
}

}  // namespace

int launch_depthwise(const Depthwise& problem, Element element, void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  if (element == Element::kFloat32) return launch_typed<float>(problem, element, native);
  if (element == Element::kFloat16) return launch_typed<__half>(problem, element, native);
  return launch_typed<__nv_bfloat16>(problem, element, native);
}

int launch_direct_conv(const DirectConv& problem, Element element, void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  const unsigned blocks = blocks_for(problem.count);
  if (element == Element::kFloat32) {
    direct_kernel<float><<<blocks, kThreads, 0, native>>>(problem, element);
  } else if (element == Element::kFloat16) {
    direct_kernel<__half><<<blocks, kThreads, 0, native>>>(problem, element);
  } else {
    direct_kernel<__nv_bfloat16><<<blocks, kThreads, 0, native>>>(problem, element);
  }
  return cudaGetLastError();
}

}  // namespace nightjar::kernels::cuda
