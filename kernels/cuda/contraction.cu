// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The kernels without tensor cores, and the packing of weights.
#include "kernels/cuda/contraction_launch.h"
#include "kernels/cuda/simt_kernel.cuh"

namespace nightjar::kernels::cuda {
namespace {

template <typename T>
__global__ void pack_kernel(const T* from, T* to, WeightPacking packing, int64_t count) {
  const int64_t index = int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (index >= count) return;
  const int64_t o = index / packing.pitch, k = index % packing.pitch;
  const int64_t c = k % packing.channels, tap = k / packing.channels;
  to[index] = tap < packing.taps ? from[(o * packing.channels + c) * packing.taps + tap] : T(0);
}

template <typename T>
int launch_pack(const void* from, void* to, const WeightPacking& packing, cudaStream_t stream) {
  constexpr int kThreads = 256;
  const int64_t count = int64_t{packing.outputs} * packing.pitch;
  const auto blocks = static_cast<unsigned>((count + kThreads - 1) / kThreads);
  pack_kernel<<<blocks, kThreads, 0, stream>>>(static_cast<const T*>(from), static_cast<T*>(to),
                                               packing, count);
  return cudaGetLastError();
}

}  // namespace

int launch_simt(const Contraction& problem, Element element, bool large_tiles, void* stream) {
  using Small = SimtShape<64, 4, 16>;
  using Large = SimtShape<128, 8, 8>;
  switch (element) {
    case Element::kFloat32:
      return large_tiles ? launch_simt<float, Large>(problem, stream)
                         : launch_simt<float, Small>(problem, stream);
    case Element::kFloat16:
      return launch_simt<__half, Small>(problem, stream);
    case Element::kBFloat16:
      return launch_simt<__nv_bfloat16, Small>(problem, stream);
    case Element::kInt8:
    case Element::kUInt8:
      break;
  }
  return -1;
}

int launch_pack_weights(const void* from, void* to, int element_bytes, const WeightPacking& packing,
                        void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  return element_bytes == 4 ? launch_pack<uint32_t>(from, to, packing, native)
                            : launch_pack<uint16_t>(from, to, packing, native);
}

}  // namespace nightjar::kernels::cuda
