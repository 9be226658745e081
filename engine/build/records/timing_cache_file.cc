// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Timing caches as files.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "engine/build/records/timing_cache.h"

namespace nightjar::build {

Result<TimingCache> load_timing_cache(const std::string& path) {
  std::error_code failure;
  if (!std::filesystem::exists(path, failure) && !failure) return TimingCache();
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) return io_error("timing cache '" + path + "' cannot be read");
  return TimingCache::from_text(text);
}

Status save_timing_cache(const std::string& path, const TimingCache& cache) {
  NIGHTJAR_ASSIGN(TimingCache merged, load_timing_cache(path));
  merged.merge(cache);
  const std::string partial = path + ".partial." + std::to_string(getpid());
  std::ofstream out(partial, std::ios::binary | std::ios::trunc);
  out << merged.to_text();
  out.close();
  std::error_code failure;
  if (!out) failure = std::make_error_code(std::errc::io_error);
  if (!failure) std::filesystem::rename(partial, path, failure);
  if (!failure) return {};
  return io_error("timing cache '" + path + "' cannot be written: " + failure.message() +
                  "; check the folder and the free space");
}

}  // namespace nightjar::build
