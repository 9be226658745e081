// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/probe/system_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <sstream>

#include "engine/device/clock_state.h"

namespace nightjar::probe {
namespace {

constexpr size_t kChunkBytes = size_t{1} << 20;

/// What stands behind the colon, when the line begins with `key`; nullptr otherwise.
const char* value_of(const std::string& line, const std::string& key) {
  if (line.compare(0, key.size(), key) != 0) return nullptr;
  const size_t colon = line.find(':');
  return colon == std::string::npos ? nullptr : line.c_str() + colon + 1;
}

}  // namespace

Result<std::string> read_file(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rbe"),
                                                             std::fclose);
  if (!file) return io_error(fmt::format("{}: {}", path, std::strerror(errno)));
  std::string text;
  std::vector<char> chunk(kChunkBytes);
  // Files of /proc claim to be empty, so the size is not asked for.
  while (const size_t count = std::fread(chunk.data(), 1, chunk.size(), file.get())) {
    text.append(chunk.data(), count);
  }
  if (std::ferror(file.get())) return io_error(fmt::format("{}: cannot be read", path));
  return text;
}

double clock_mhz_from(const std::string& cpuinfo, const std::vector<int>& cores) {
  return device::clock_mhz_in(cpuinfo, [&](int core) {
    return cores.empty() || std::find(cores.begin(), cores.end(), core) != cores.end();
  });
}

double load_average_from(const std::string& loadavg) {
  char* end = nullptr;
  const double value = std::strtod(loadavg.c_str(), &end);
  return end == loadavg.c_str() ? -1 : value;
}

int64_t status_bytes_from(const std::string& status, const std::string& key) {
  std::istringstream lines(status);
  std::string line;
  while (std::getline(lines, line)) {
    if (const char* value = value_of(line, key + ":")) return std::atoll(value) * 1024;
  }
  return 0;
}

}  // namespace nightjar::probe
