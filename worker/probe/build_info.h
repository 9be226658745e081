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

/// SHA-256 of the running program's file. Believes the process that started it where that says so
/// by known_program() of the very file that runs; reading a hundred megabytes takes a short
/// measurement longer than all the rest.
Result<std::string> own_digest();

/// "NAME=value" for the environment of a child: the digest of the program at `path`, and what tells
/// that file from any other and from itself after a change. Empty where the file cannot be asked.
std::string known_program(const std::string& path, const std::string& digest);

}  // namespace nightjar::probe
