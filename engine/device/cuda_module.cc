// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/device/cuda_module.h"

#include <cuda_runtime_api.h>
#include <fmt/format.h>

#include "engine/device/cuda_check.h"

namespace nightjar::device {

Result<CudaModule> CudaModule::load(std::span<const std::byte> code) {
  cudaLibrary_t library = nullptr;
  const auto loaded =
      cudaLibraryLoadData(&library, code.data(), nullptr, nullptr, 0, nullptr, nullptr, 0);
  NIGHTJAR_TRY(cuda_status(loaded, "loading a generated kernel"));
  return CudaModule(std::shared_ptr<void>(
      library, [](void* owned) { cudaLibraryUnload(static_cast<cudaLibrary_t>(owned)); }));
}

Result<CudaModule::Kernel> CudaModule::kernel(const std::string& name) const {
  cudaKernel_t kernel = nullptr;
  const auto code =
      cudaLibraryGetKernel(&kernel, static_cast<cudaLibrary_t>(library_.get()), name.c_str());
  NIGHTJAR_TRY(cuda_status(code, fmt::format("finding kernel {}", name)));
  return static_cast<Kernel>(kernel);
}

Status CudaModule::launch(Kernel kernel, const LaunchShape& shape, void** arguments,
                          Stream& stream) {
  const dim3 grid(shape.grid[0], shape.grid[1], shape.grid[2]);
  const dim3 block(shape.block[0], shape.block[1], shape.block[2]);
  const auto code = cudaLaunchKernel(kernel, grid, block, arguments, shape.shared_bytes,
                                     static_cast<cudaStream_t>(stream.native()));
  return cuda_status(code, "launching a generated kernel");
}

}  // namespace nightjar::device
