// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A library that is opened at run time, so that nothing needs it to be installed.
#pragma once

#include <initializer_list>
#include <string>

#include "base/result.h"

namespace nightjar::device {

/// Stays open until the program ends: its functions may still be needed by static objects.
class SharedLibrary {
 public:
  /// Tries the names in order, as the dynamic linker looks for them.
  static Result<SharedLibrary> open(std::initializer_list<const char*> names);

  /// Sets `function` to the symbol of that name.
  template <typename Function>
  Status find(const char* name, Function*& function) const {
    NIGHTJAR_ASSIGN(void* symbol, address_of(name));
    function = reinterpret_cast<Function*>(symbol);
    return {};
  }

 private:
  SharedLibrary(void* handle, std::string name) : handle_(handle), name_(std::move(name)) {}
  Result<void*> address_of(const char* symbol) const;

  void* handle_;
  std::string name_;
};

}  // namespace nightjar::device
