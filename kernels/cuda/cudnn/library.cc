// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/cudnn/library.h"

#ifdef NIGHTJAR_HAS_CUDNN

#include <cuda_runtime.h>
#include <fmt/format.h>

#include <cstdio>
#include <map>

#include "engine/device/cuda_check.h"
#include "engine/device/shared_library.h"

namespace nightjar::kernels::cudnn {
namespace {

Result<Functions> open_library() {
  NIGHTJAR_ASSIGN(const auto library, device::SharedLibrary::open({"libcudnn.so.9"}));
  Functions dnn;
  NIGHTJAR_TRY(library.find("cudnnGetVersion", dnn.version));
  NIGHTJAR_TRY(library.find("cudnnCreate", dnn.create));
  NIGHTJAR_TRY(library.find("cudnnSetStream", dnn.set_stream));
  NIGHTJAR_TRY(library.find("cudnnBackendCreateDescriptor", dnn.create_descriptor));
  NIGHTJAR_TRY(library.find("cudnnBackendDestroyDescriptor", dnn.destroy_descriptor));
  NIGHTJAR_TRY(library.find("cudnnBackendSetAttribute", dnn.set_attribute));
  NIGHTJAR_TRY(library.find("cudnnBackendGetAttribute", dnn.get_attribute));
  NIGHTJAR_TRY(library.find("cudnnBackendFinalize", dnn.finalize));
  NIGHTJAR_TRY(library.find("cudnnBackendExecute", dnn.execute));
  return dnn;
}

}  // namespace

const Result<Functions>& library() {
  static const Result<Functions> kLibrary = open_library();
  return kLibrary;
}

std::string version() {
  if (!library().ok()) return "";
  const size_t number = library()->version();
  return fmt::format("{}.{}.{}", number / 10'000, number / 100 % 100, number % 100);
}

Status checked(cudnnStatus_t code, const char* what) {
  if (code == CUDNN_STATUS_SUCCESS) return {};
  return unsupported(fmt::format("cuDNN refuses {} (status {}).", what, static_cast<int>(code)));
}

Result<cudnnHandle_t> handle_of_thread() {
  static thread_local std::map<int, cudnnHandle_t> handles;
  int ordinal = 0;
  NIGHTJAR_TRY(device::cuda_status(cudaGetDevice(&ordinal), "asking for the current device"));
  const auto [entry, is_new] = handles.try_emplace(ordinal, nullptr);
  if (!is_new && entry->second != nullptr) return entry->second;
  NIGHTJAR_TRY(checked(library()->create(&entry->second), "to start"));
  return entry->second;
}

std::string config_of(int rank) { return fmt::format("choice {} of {}", rank, version()); }

Result<int> rank_of(const std::string& config) {
  int rank = -1;
  if (std::sscanf(config.c_str(), "choice %d of", &rank) != 1 || rank < 0) {
    return invalid_input(fmt::format("'{}' is no configuration of cuDNN", config));
  }
  if (config == config_of(rank)) return rank;
  return unsupported(
      fmt::format("'{}' was chosen with another cuDNN, here it is {}: build the plan again", config,
                  version().empty() ? "absent" : version()));
}

}  // namespace nightjar::kernels::cudnn

#endif
