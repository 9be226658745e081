// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/onnx/file_bytes.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace nightjar::onnx {
namespace {

namespace fs = std::filesystem;

Result<uint64_t> regular_file_size(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) {
    return not_found("'" + path.string() + "' is not a file that can be read");
  }
  const auto size = fs::file_size(path, error);
  if (error) return io_error("size of '" + path.string() + "': " + error.message());
  return size;
}

Result<std::vector<std::byte>> read_range(const fs::path& path, uint64_t offset, uint64_t count) {
  std::vector<std::byte> bytes(count);
  std::ifstream file(path, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(offset));
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(count));
  if (!file || static_cast<uint64_t>(file.gcount()) != count) {
    return io_error("'" + path.string() + "' could not be read");
  }
  return bytes;
}

/// Whether `path` lies below `folder`; both are canonical.
bool lies_below(const fs::path& path, const fs::path& folder) {
  const auto [rest, unused] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return rest == folder.end();
}

}  // namespace

Result<std::vector<std::byte>> read_file_bytes(const std::string& path, size_t max_bytes) {
  NIGHTJAR_ASSIGN(const uint64_t size, regular_file_size(path));
  if (size > max_bytes) {
    return invalid_input("'" + path + "' has " + std::to_string(size) + " bytes, at most " +
                         std::to_string(max_bytes) + " are allowed");
  }
  return read_range(path, 0, size);
}

Result<std::vector<std::byte>> read_external_bytes(const std::string& folder,
                                                   const std::string& location, uint64_t offset,
                                                   uint64_t count) {
  if (folder.empty()) {
    return invalid_input("its data lies in the file '" + location +
                         "', but the model was not read from a folder");
  }
  const auto escapes = [&location] {
    return invalid_input("its data lies in '" + location + "', outside of the model's folder");
  };
  std::error_code error;
  const fs::path relative(location);
  if (location.empty() || relative.is_absolute()) return escapes();
  for (const fs::path& part : relative) {
    if (part == "..") return escapes();
  }
  const fs::path home = fs::canonical(folder, error);
  if (error) return io_error("folder '" + folder + "': " + error.message());
  const fs::path path = fs::canonical(home / relative, error);
  if (error) return not_found("its data file '" + location + "' is not there");
  if (!lies_below(path, home)) return escapes();
  NIGHTJAR_ASSIGN(const uint64_t size, regular_file_size(path));
  if (offset > size || count > size - offset) {
    return invalid_input("its data file '" + location + "' has " + std::to_string(size) +
                         " bytes, but " + std::to_string(count) + " from byte " +
                         std::to_string(offset) + " are wanted");
  }
  return read_range(path, offset, count);
}

}  // namespace nightjar::onnx
