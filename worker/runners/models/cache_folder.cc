// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/models/cache_folder.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <vector>

namespace nightjar::runners {
namespace fs = std::filesystem;

Status publish_file(const std::string& path, std::span<const std::byte> bytes) {
  const std::string partial = fmt::format("{}.{}.partial", path, getpid());
  std::ofstream out(partial, std::ios::binary | std::ios::trunc);
  out.write(reinterpret_cast<const char*>(bytes.data()),
            static_cast<std::streamsize>(bytes.size()));
  out.close();
  std::error_code failure;
  if (out) fs::rename(partial, path, failure);
  if (out && !failure) return {};
  std::error_code ignored;
  fs::remove(partial, ignored);
  return io_error(fmt::format("{}: cannot be written; check the folder and the free space", path));
}

void prune_folder(const std::string& folder, uint64_t most_bytes) {
  struct Kept {
    fs::file_time_type used;
    uint64_t bytes;
    fs::path path;
  };
  std::vector<Kept> files;
  uint64_t total_bytes = 0;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(folder, failure)) {
    std::error_code gone;
    if (!entry.is_regular_file(gone)) continue;
    const Kept file{entry.last_write_time(gone), entry.file_size(gone), entry.path()};
    if (gone) continue;
    total_bytes += file.bytes;
    files.push_back(file);
  }
  std::sort(files.begin(), files.end(),
            [](const Kept& a, const Kept& b) { return a.used < b.used; });
  for (const Kept& file : files) {
    if (total_bytes <= most_bytes) return;
    std::error_code gone;
    if (fs::remove(file.path, gone)) total_bytes -= file.bytes;
  }
}

void mark_used(const std::string& path) {
  std::error_code ignored;
  fs::last_write_time(path, fs::file_time_type::clock::now(), ignored);
}

}  // namespace nightjar::runners
