// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/cuda_tactic.h"

namespace nightjar::kernels::cuda {

Result<device::Buffer> upload(std::span<const std::byte> bytes, device::Device& device) {
  NIGHTJAR_ASSIGN(device::Buffer buffer, device.allocate(bytes.size()));
  NIGHTJAR_ASSIGN(const auto stream, device.make_stream());
  NIGHTJAR_TRY(device.copy_to_device(buffer.data(), bytes.data(), bytes.size(), *stream));
  NIGHTJAR_TRY(stream->synchronize());
  return buffer;
}

}  // namespace nightjar::kernels::cuda
