// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Which GPUs and MIG instances a host has, as names that a worker can be given.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace nightjar::device {

/// The functions of the driver's management library that list cards; see NvmlFunctions.
struct NvmlListing {
  using Handle = void*;
  int (*init)() = nullptr;
  int (*shutdown)() = nullptr;
  int (*count)(unsigned* count) = nullptr;
  int (*handle_by_index)(unsigned index, Handle* handle) = nullptr;
  int (*uuid)(Handle handle, char* text, unsigned length) = nullptr;
  int (*mig_mode)(Handle handle, unsigned* current, unsigned* pending) = nullptr;
  int (*most_instances)(Handle handle, unsigned* count) = nullptr;
  int (*instance_by_index)(Handle handle, unsigned index, Handle* instance) = nullptr;
};

/// Opens the library that comes with the driver.
Result<NvmlListing> open_nvml_listing();

/// "cuda:0", "cuda:1", … for whole cards. Where a card is cut into MIG instances all are named by
/// their identifiers, "cuda:MIG-…" and "cuda:GPU-…", because CUDA numbers one instance only.
/// A card in MIG mode without instances is left out: nothing can run there. `visible` is the value
/// of CUDA_VISIBLE_DEVICES: where it is not empty, what it leaves is numbered as CUDA does, and
/// its instances are named. kNotFound when there is none.
Result<std::vector<std::string>> list_gpus(const NvmlListing& nvml, const std::string& visible);

}  // namespace nightjar::device
