// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// CUDA source compiled at run time, and the kernels of what came out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/device/device.h"

namespace nightjar::device {

/// Machine code for `isa` ("sm_90") by NVRTC, which needs no GPU. Equal arguments give equal code.
Result<std::vector<std::byte>> compile_cuda(const std::string& source, const std::string& isa);
/// "13.0"; empty where NVRTC is not installed.
std::string nvrtc_version();

struct LaunchShape {
  uint32_t grid[3] = {1, 1, 1};
  uint32_t block[3] = {1, 1, 1};
  uint32_t shared_bytes = 0;
  /// The kernel waits for the work in front by itself (griddepcontrol.wait), and may begin early
  /// where the GPU knows that.
  bool overlaps = false;
};

/// Loaded machine code; kernels live as long as it.
class CudaModule {
 public:
  using Kernel = void*;
  static Result<CudaModule> load(std::span<const std::byte> code);

  Result<Kernel> kernel(const std::string& name) const;
  /// Whether kernels of the current GPU may begin before the work in front is done.
  static bool can_overlap();
  /// `arguments[i]` points at the kernel's i-th parameter.
  static Status launch(Kernel kernel, const LaunchShape& shape, void** arguments, Stream& stream);

 private:
  explicit CudaModule(std::shared_ptr<void> library) : library_(std::move(library)) {}

  std::shared_ptr<void> library_;
};

}  // namespace nightjar::device
