// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/device/named_range.h"

#ifdef NIGHTJAR_HAS_CUDA
#include <nvtx3/nvToolsExt.h>
#endif

namespace nightjar::device {

#ifdef NIGHTJAR_HAS_CUDA
namespace {

nvtxDomainHandle_t domain() {
  static const nvtxDomainHandle_t handle = nvtxDomainCreateA("nightjar");
  return handle;
}

}  // namespace

NamedRange::NamedRange(const char* name) {
  nvtxEventAttributes_t attributes = {};
  attributes.version = NVTX_VERSION;
  attributes.size = NVTX_EVENT_ATTRIB_STRUCT_SIZE;
  attributes.messageType = NVTX_MESSAGE_TYPE_ASCII;
  attributes.message.ascii = name;
  nvtxDomainRangePushEx(domain(), &attributes);
}

NamedRange::~NamedRange() { nvtxDomainRangePop(domain()); }
#else
NamedRange::NamedRange(const char*) {}
NamedRange::~NamedRange() = default;
#endif

}  // namespace nightjar::device
