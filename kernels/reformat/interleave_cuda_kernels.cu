// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A thread a run of positions: a run of every plane in, all channels of the positions out.
#include "kernels/cuda/element.cuh"
#include "kernels/cuda/overlap.cuh"
#include "kernels/reformat/interleave_cuda_kernels.h"

namespace nightjar::kernels::cuda {
namespace {

constexpr int kThreads = 256, kRun = Interleave::kRun;

template <typename From, typename To, int kChannels>
__global__ void interleave_kernel(const __grid_constant__ Interleave p) {
  begin_in_turn();
  const int64_t index = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  const int64_t runs = p.positions / kRun;
  if (index >= p.batch * runs) return;
  const int64_t image = index / runs, position = index % runs * kRun;
  const From* x = static_cast<const From*>(p.x) + image * kChannels * p.positions + position;
  Run<From, kRun> planes[kChannels];
#pragma unroll
  for (int c = 0; c < kChannels; ++c) {
    planes[c] = *reinterpret_cast<const Run<From, kRun>*>(x + c * p.positions);
  }
  To* y = static_cast<To*>(p.y) + (image * p.positions + position) * kChannels;
#pragma unroll
  for (int i = 0; i < kChannels; ++i) {
    Run<To, kRun> run;
#pragma unroll
    for (int k = 0; k < kRun; ++k) {
      const int at = i * kRun + k;
      run.values[k] = from_float<To>(to_float(planes[at % kChannels].values[at / kChannels]));
    }
    *reinterpret_cast<Run<To, kRun>*>(y + i * kRun) = run;
  }
}

template <typename From, typename To>
int launch_channels(const Interleave& p, cudaStream_t stream) {
  const int64_t count = p.batch * (p.positions / kRun);
  const dim3 blocks(static_cast<unsigned>((count + kThreads - 1) / kThreads));
  switch (p.channels) {
    case 2:
      return launch_overlapped(interleave_kernel<From, To, 2>, blocks, kThreads, stream, p);
    case 3:
      return launch_overlapped(interleave_kernel<From, To, 3>, blocks, kThreads, stream, p);
    case 4:
      return launch_overlapped(interleave_kernel<From, To, 4>, blocks, kThreads, stream, p);
    default:
      return -1;
  }
}

template <typename From>
int launch_to(const Interleave& p, cudaStream_t stream) {
  if (p.to == p.from) return launch_channels<From, From>(p, stream);
  if (p.to == Element::kFloat16) return launch_channels<From, __half>(p, stream);
  return launch_channels<From, __nv_bfloat16>(p, stream);
}

}  // namespace

bool can_interleave(Element from, Element to) { return from == to || from == Element::kFloat32; }

int launch_interleave(const Interleave& interleave, void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  if (!can_interleave(interleave.from, interleave.to)) return -1;
  if (interleave.from == Element::kFloat32) return launch_to<float>(interleave, native);
  if (interleave.from == Element::kFloat16) {
    return launch_channels<__half, __half>(interleave, native);
  }
  return launch_channels<__nv_bfloat16, __nv_bfloat16>(interleave, native);
}

}  // namespace nightjar::kernels::cuda
