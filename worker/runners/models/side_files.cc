// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/models/side_files.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "base/digest.h"
#include "worker/runners/models/cache_folder.h"

namespace nightjar::runners {
namespace fs = std::filesystem;

Status SideFiles::keep_plan(const std::string& path, const std::string& digest) const {
  return keep(path, digest + ".plan");
}

Result<PlanFile> SideFiles::keep_bytes(std::span<const std::byte> plan) const {
  if (folder_.empty()) return invalid_input("no folder to keep sides in; give --sides");
  std::error_code failure;
  fs::create_directories(folder_, failure);
  const std::string path = folder_ + "/" + sha256_hex(plan) + ".plan";
  NIGHTJAR_TRY(publish_file(path, plan));
  prune_folder(folder_, most_bytes_);
  return describe_plan(path);
}

Status SideFiles::keep_program(const std::string& path, const std::string& digest) const {
  return keep(path, digest + ".program");
}

std::optional<std::string> SideFiles::find_plan(const std::string& digest) const {
  return digest.empty() ? std::nullopt : find(digest + ".plan");
}

std::optional<std::string> SideFiles::find_program(const std::string& digest) const {
  return digest.empty() ? std::nullopt : find(digest + ".program");
}

/// A copy, made beside and renamed, so that nobody ever reads half of it.
Status SideFiles::keep(const std::string& path, const std::string& name) const {
  if (folder_.empty() || find(name)) return {};
  std::error_code failure;
  fs::create_directories(folder_, failure);
  const std::string kept = folder_ + "/" + name;
  const std::string partial = fmt::format("{}.{}.partial", kept, getpid());
  if (!failure) fs::copy_file(path, partial, fs::copy_options::overwrite_existing, failure);
  if (!failure) fs::rename(partial, kept, failure);
  if (!failure) {
    mark_used(kept);
    prune_folder(folder_, most_bytes_);
    return {};
  }
  std::error_code ignored;
  fs::remove(partial, ignored);
  return io_error(fmt::format("{} cannot be kept in {}: {}; check the folder and the free space",
                              path, folder_, failure.message()));
}

std::optional<std::string> SideFiles::find(const std::string& name) const {
  if (folder_.empty()) return std::nullopt;
  const std::string path = folder_ + "/" + name;
  std::error_code failure;
  if (!fs::is_regular_file(path, failure)) return std::nullopt;
  mark_used(path);
  return path;
}

}  // namespace nightjar::runners
