// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A folder for what nobody wants to keep.
#pragma once

#include <string>
#include <utility>

#include "base/result.h"

namespace nightjar::cli {

/// Removed with its owner, with everything in it.
class ScratchFolder {
 public:
  /// Below the system's folder for such things; `purpose` becomes part of its name.
  static Result<ScratchFolder> make(const std::string& purpose);
  ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, "")) {}
  ScratchFolder& operator=(ScratchFolder&&) = delete;
  ~ScratchFolder();

  const std::string& path() const { return path_; }

 private:
  explicit ScratchFolder(std::string path) : path_(std::move(path)) {}

  std::string path_;
};

}  // namespace nightjar::cli
