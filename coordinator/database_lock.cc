// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "coordinator/database_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace nightjar::coordinator {
namespace {

std::string holder_of(int fd) {
  char text[32] = {};
  const ssize_t length = pread(fd, text, sizeof text - 1, 0);
  return length > 0 ? std::string(text, static_cast<size_t>(length)) : "unknown";
}

}  // namespace

Result<DatabaseLock> DatabaseLock::take(const std::string& database_path) {
  const std::string path = database_path + ".lock";
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) return io_error(fmt::format("{}: {}", path, std::strerror(errno)));
  DatabaseLock lock(fd);
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    return Error{
        ErrorKind::kConflict,
        fmt::format("{} is being written to by the coordinator in process {}; wait for it, "
                    "submit to it, or use another database",
                    database_path, holder_of(fd))};
  }
  const std::string holder = std::to_string(getpid());
  if (ftruncate(fd, 0) != 0 || pwrite(fd, holder.data(), holder.size(), 0) < 0) {
    return io_error(fmt::format("{}: {}", path, std::strerror(errno)));
  }
  return lock;
}

DatabaseLock::DatabaseLock(DatabaseLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

DatabaseLock& DatabaseLock::operator=(DatabaseLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

DatabaseLock::~DatabaseLock() {
  if (fd_ >= 0) close(fd_);
}

}  // namespace nightjar::coordinator
