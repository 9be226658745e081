// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/probe/build_info.h"

#include <fmt/format.h>

#include "base/digest.h"
#include "worker/probe/system_files.h"
#if __has_include(<worker/probe/build_facts.h>)
#include <worker/probe/build_facts.h>
#endif

#ifndef NIGHTJAR_GIT_REVISION
#define NIGHTJAR_GIT_REVISION "unknown"
#endif
#ifndef NIGHTJAR_GIT_DIRTY
#define NIGHTJAR_GIT_DIRTY 0
#endif
#ifndef NIGHTJAR_BUILD_TYPE
#ifdef NDEBUG
#define NIGHTJAR_BUILD_TYPE "without checks"
#else
#define NIGHTJAR_BUILD_TYPE "with checks"
#endif
#endif

namespace nightjar::probe {

BuildInfo build_info() {
#if defined(__clang__)
  const std::string compiler =
      fmt::format("clang {}.{}.{}", __clang_major__, __clang_minor__, __clang_patchlevel__);
#else
  const std::string compiler =
      fmt::format("gcc {}.{}.{}", __GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__);
#endif
  return {NIGHTJAR_GIT_REVISION, NIGHTJAR_GIT_DIRTY != 0, NIGHTJAR_BUILD_TYPE, compiler};
}

Result<std::string> own_digest() {
  NIGHTJAR_ASSIGN(const std::string program, read_file("/proc/self/exe"));
  return sha256_hex(program);
}

}  // namespace nightjar::probe
