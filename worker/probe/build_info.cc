// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/probe/build_info.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cstdlib>
#include <optional>
#include <string_view>

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
namespace {

constexpr char kKnownProgram[] = "NIGHTJAR_KNOWN_PROGRAM";

/// Device, number, size and both times of a file: another file, or other bytes, have others.
std::string identity_of(const char* path) {
  struct stat facts {};
  if (stat(path, &facts) != 0) return "";
  const auto ns = [](const timespec& time) {
    return static_cast<int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
  };
  return fmt::format("{}:{}:{}:{}:{}", facts.st_dev, facts.st_ino, facts.st_size, ns(facts.st_mtim),
                     ns(facts.st_ctim));
}

std::optional<std::string> told_digest() {
  const char* text = std::getenv(kKnownProgram);
  if (text == nullptr) return std::nullopt;
  const std::string_view told(text);
  const size_t space = told.find(' ');
  const std::string identity = identity_of("/proc/self/exe");
  if (space == std::string_view::npos || identity.empty() || told.substr(0, space) != identity) {
    return std::nullopt;
  }
  return std::string(told.substr(space + 1));
}

}  // namespace

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

std::string known_program(const std::string& path, const std::string& digest) {
  const std::string identity = identity_of(path.c_str());
  return identity.empty() ? "" : fmt::format("{}={} {}", kKnownProgram, identity, digest);
}

Result<std::string> own_digest() {
  if (auto told = told_digest()) return std::move(*told);
  NIGHTJAR_ASSIGN(const std::string program, read_file("/proc/self/exe"));
  return sha256_hex(program);
}

}  // namespace nightjar::probe
