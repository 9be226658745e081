// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What this program was built from, and its own digest.
#pragma once

#include <string>

#include "base/result.h"

namespace nightjar::probe {

struct BuildInfo {
  std::string git_revision;  ///< "unknown" outside of a checkout.
  bool git_dirty = false;
  std::string build_type, compiler;
};

/// As of the build.
BuildInfo build_info();

/// SHA-256 of the running program's file.
Result<std::string> own_digest();

}  // namespace nightjar::probe
