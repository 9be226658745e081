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

bool CudaModule::can_overlap() {
  int device = 0, major = 0;
  return cudaGetDevice(&device) == cudaSuccess &&
         cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, device) == cudaSuccess &&
         major >= 9;
}

Status CudaModule::launch(Kernel kernel, const LaunchShape& shape, void** arguments,
                          Stream& stream) {
  cudaLaunchAttribute overlap = {};
  overlap.id = cudaLaunchAttributeProgrammaticStreamSerialization;
  overlap.val.programmaticStreamSerializationAllowed = 1;
  cudaLaunchConfig_t config = {};
  config.gridDim = dim3(shape.grid[0], shape.grid[1], shape.grid[2]);
  config.blockDim = dim3(shape.block[0], shape.block[1], shape.block[2]);
  config.dynamicSmemBytes = shape.shared_bytes;
  config.stream = static_cast<cudaStream_t>(stream.native());
  config.attrs = &overlap;
  config.numAttrs = shape.overlaps ? 1 : 0;
  const auto code = cudaLaunchKernelExC(&config, kernel, arguments);
  return cuda_status(code, "launching a generated kernel");
}

}  // namespace nightjar::device
