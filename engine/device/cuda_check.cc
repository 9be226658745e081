// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/device/cuda_check.h"

#include <cuda_runtime_api.h>
#include <fmt/format.h>

namespace nightjar::device {

Status cuda_status(int code, std::string_view what) {
  const auto error = static_cast<cudaError_t>(code);
  if (error == cudaSuccess) return {};
  cudaGetLastError();
  std::string sentence =
      fmt::format("{} failed: {} ({}).", what, cudaGetErrorString(error), cudaGetErrorName(error));
  if (error == cudaErrorMemoryAllocation) return io_error(std::move(sentence));
  if (error == cudaErrorNoDevice || error == cudaErrorInsufficientDriver ||
      error == cudaErrorInvalidDevice) {
    return not_found(std::move(sentence));
  }
  return internal_error(std::move(sentence));
}

}  // namespace nightjar::device
