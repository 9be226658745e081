// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// NVRTC, opened at run time.
#include <fmt/format.h>
#include <nvrtc.h>

#include "engine/device/cuda_module.h"
#include "engine/device/shared_library.h"

namespace nightjar::device {
namespace {

struct Nvrtc {
  decltype(nvrtcVersion)* version = nullptr;
  decltype(nvrtcCreateProgram)* create = nullptr;
  decltype(nvrtcDestroyProgram)* destroy = nullptr;
  decltype(nvrtcCompileProgram)* compile = nullptr;
  decltype(nvrtcGetProgramLogSize)* log_size = nullptr;
  decltype(nvrtcGetProgramLog)* log = nullptr;
  decltype(nvrtcGetCUBINSize)* cubin_size = nullptr;
  decltype(nvrtcGetCUBIN)* cubin = nullptr;
};

Result<Nvrtc> open_nvrtc() {
  NIGHTJAR_ASSIGN(
      const SharedLibrary library,
      SharedLibrary::open({"libnvrtc.so.13", "libnvrtc.so", "/usr/local/cuda/lib64/libnvrtc.so"}));
  Nvrtc nvrtc;
  NIGHTJAR_TRY(library.find("nvrtcVersion", nvrtc.version));
  NIGHTJAR_TRY(library.find("nvrtcCreateProgram", nvrtc.create));
  NIGHTJAR_TRY(library.find("nvrtcDestroyProgram", nvrtc.destroy));
  NIGHTJAR_TRY(library.find("nvrtcCompileProgram", nvrtc.compile));
  NIGHTJAR_TRY(library.find("nvrtcGetProgramLogSize", nvrtc.log_size));
  NIGHTJAR_TRY(library.find("nvrtcGetProgramLog", nvrtc.log));
  NIGHTJAR_TRY(library.find("nvrtcGetCUBINSize", nvrtc.cubin_size));
  NIGHTJAR_TRY(library.find("nvrtcGetCUBIN", nvrtc.cubin));
  return nvrtc;
}

const Result<Nvrtc>& nvrtc() {
  static const Result<Nvrtc> kNvrtc = open_nvrtc();
  return kNvrtc;
}

std::string log_of(const Nvrtc& nvrtc, nvrtcProgram program) {
  size_t size = 0;
  if (nvrtc.log_size(program, &size) != NVRTC_SUCCESS || size == 0) return "";
  std::string log(size, '\0');
  if (nvrtc.log(program, log.data()) != NVRTC_SUCCESS) return "";
  log.resize(size - 1);
  return log;
}

Result<std::vector<std::byte>> compile_program(const Nvrtc& nvrtc, nvrtcProgram program,
                                               const std::string& isa) {
  const std::string architecture = "--gpu-architecture=" + isa;
  const char* options[] = {architecture.c_str(), "--std=c++20"};
  if (nvrtc.compile(program, std::size(options), options) != NVRTC_SUCCESS) {
    return internal_error(
        fmt::format("a generated kernel does not compile for {}: {}", isa, log_of(nvrtc, program)));
  }
  size_t size = 0;
  if (nvrtc.cubin_size(program, &size) != NVRTC_SUCCESS || size == 0) {
    return internal_error(fmt::format("NVRTC gave no machine code for {}.", isa));
  }
  std::vector<std::byte> code(size);
  if (nvrtc.cubin(program, reinterpret_cast<char*>(code.data())) != NVRTC_SUCCESS) {
    return internal_error(fmt::format("NVRTC gave no machine code for {}.", isa));
  }
  return code;
}

}  // namespace

Result<std::vector<std::byte>> compile_cuda(const std::string& source, const std::string& isa) {
  if (!nvrtc().ok()) return nvrtc().error().in("NVRTC, which compiles generated kernels");
  nvrtcProgram program = nullptr;
  const auto created =
      nvrtc()->create(&program, source.c_str(), "nightjar.cu", 0, nullptr, nullptr);
  if (created != NVRTC_SUCCESS) return internal_error("NVRTC refuses to make a program.");
  auto code = compile_program(*nvrtc(), program, isa);
  nvrtc()->destroy(&program);
  return code;
}

std::string nvrtc_version() {
  int major = 0, minor = 0;
  if (!nvrtc().ok() || nvrtc()->version(&major, &minor) != NVRTC_SUCCESS) return "";
  return fmt::format("{}.{}", major, minor);
}

}  // namespace nightjar::device
