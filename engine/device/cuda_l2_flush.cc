// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/device/cuda_l2_flush.h"

#include <cuda_runtime_api.h>

#include "engine/device/cuda_check.h"

namespace nightjar::device {

Result<L2Flush> L2Flush::make(Device& device) {
  int cache_bytes = 0;
  const auto code =
      cudaDeviceGetAttribute(&cache_bytes, cudaDevAttrL2CacheSize, device.info().ordinal);
  NIGHTJAR_TRY(cuda_status(code, "asking for the size of the L2 cache"));
  NIGHTJAR_ASSIGN(Buffer buffer, device.allocate(2 * static_cast<size_t>(cache_bytes)));
  return L2Flush(std::move(buffer));
}

Status L2Flush::run(Stream& stream) {
  const auto native = static_cast<cudaStream_t>(stream.native());
  return cuda_status(cudaMemsetAsync(buffer_.data(), 0, buffer_.byte_count(), native),
                     "flushing the L2 cache");
}

}  // namespace nightjar::device
