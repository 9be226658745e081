// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/text_file.h"
#include "engine/plan/plan.h"

namespace nightjar::plan {
namespace {

std::string reason() { return std::strerror(errno); }

/// Read-only mapping of a whole file.
struct MappedFile {
  void* data = MAP_FAILED;
  size_t size = 0;

  ~MappedFile() {
    if (data != MAP_FAILED) munmap(data, size);
  }
};

}  // namespace

Result<Plan> load_plan_file(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return not_found("plan '" + path + "' cannot be opened: " + reason());
  struct stat facts {};
  auto mapped = std::make_shared<MappedFile>();
  if (fstat(file, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_size > 0) {
    mapped->size = static_cast<size_t>(facts.st_size);
    mapped->data = mmap(nullptr, mapped->size, PROT_READ, MAP_PRIVATE, file, 0);
  }
  close(file);
  if (mapped->data == MAP_FAILED) {
    return invalid_input("plan '" + path + "' is empty or cannot be mapped");
  }
  const std::span bytes(static_cast<const std::byte*>(mapped->data), mapped->size);
  auto plan = read_plan(bytes, mapped);
  if (!plan.ok()) return plan.error().in("plan '" + path + "'");
  return plan;
}

Status save_plan_file(const std::string& path, std::span<const std::byte> bytes) {
  const auto* text = reinterpret_cast<const char*>(bytes.data());
  const Status written = write_text_file(path, {text, bytes.size()});
  return written.ok() ? written : written.error().in("plan");
}

}  // namespace nightjar::plan
