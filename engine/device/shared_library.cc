// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/device/shared_library.h"

#include <dlfcn.h>
#include <fmt/format.h>

namespace nightjar::device {

Result<SharedLibrary> SharedLibrary::open(std::initializer_list<const char*> names) {
  std::string reason;
  for (const char* name : names) {
    void* handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (handle != nullptr) return SharedLibrary(handle, name);
    const char* error = dlerror();
    if (reason.empty() && error != nullptr) reason = error;
  }
  return not_found(
      fmt::format("a library cannot be opened ({}); install it, or add its folder to "
                  "LD_LIBRARY_PATH.",
                  reason));
}

Result<void*> SharedLibrary::address_of(const char* symbol) const {
  void* address = dlsym(handle_, symbol);
  if (address == nullptr) {
    return unsupported(fmt::format("{} has no function {}; install a newer one.", name_, symbol));
  }
  return address;
}

}  // namespace nightjar::device
