// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/device_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace nightjar::worker {
namespace {

struct LockName {
  std::string file, thing;
};

std::vector<LockName> names_of(const DeviceChoice& choice) {
  if (!choice.is_cpu()) return {{choice.name + ".lock", choice.name}};
  std::vector<LockName> names;
  for (const int core : choice.cores) {
    names.push_back({fmt::format("cpu-{}.lock", core), fmt::format("core {}", core)});
  }
  return names;
}

/// Files of other users in a shared folder may not be opened for creation, so that comes last.
int open_lock(const std::string& path) {
  const int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW;
  int fd = open(path.c_str(), flags);
  if (fd >= 0 || errno != ENOENT) return fd;
  fd = open(path.c_str(), flags | O_CREAT, 0666);
  if (fd >= 0) fchmod(fd, 0666);
  return fd;
}

std::string holder_of(int fd) {
  char text[32] = {};
  const ssize_t count = pread(fd, text, sizeof text - 1, 0);
  if (count <= 0) return "another process";
  const std::string pid(text, strcspn(text, "\n"));
  return "process " + pid;
}

void write_holder(int fd) {
  const std::string text = fmt::format("{}\n", getpid());
  if (ftruncate(fd, 0) != 0) return;
  // Only a courtesy to whoever is refused: the lock holds without it.
  [[maybe_unused]] const ssize_t written = pwrite(fd, text.data(), text.size(), 0);
}

}  // namespace

DeviceLock::DeviceLock(DeviceLock&& other) noexcept : fds_(std::exchange(other.fds_, {})) {}

DeviceLock& DeviceLock::operator=(DeviceLock&& other) noexcept {
  if (this != &other) {
    release();
    fds_ = std::exchange(other.fds_, {});
  }
  return *this;
}

void DeviceLock::release() {
  for (const int fd : fds_) close(fd);
  fds_.clear();
}

Result<DeviceLock> DeviceLock::acquire(const DeviceChoice& choice, const std::string& folder) {
  if (mkdir(folder.c_str(), 01777) == 0) {
    chmod(folder.c_str(), 01777);
  } else if (errno != EEXIST) {
    return io_error(fmt::format("lock folder {}: {}", folder, std::strerror(errno)));
  }
  DeviceLock lock;
  for (const LockName& name : names_of(choice)) {
    const std::string path = folder + "/" + name.file;
    const int fd = open_lock(path);
    if (fd < 0) return io_error(fmt::format("lock file {}: {}", path, std::strerror(errno)));
    lock.fds_.push_back(fd);
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
      return Error{ErrorKind::kConflict,
                   fmt::format("device '{}': {} is held by {}; choose other cores or another "
                               "device, or stop that worker ({})",
                               choice.name, name.thing, holder_of(fd), path)};
    }
    write_holder(fd);
  }
  return lock;
}

Status check_locked_by(const DeviceChoice& choice, const std::string& folder, int pid) {
  const std::string owner = fmt::format("process {}", pid);
  for (const LockName& name : names_of(choice)) {
    const std::string path = folder + "/" + name.file;
    const int fd = open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) return io_error(fmt::format("lock file {}: {}", path, std::strerror(errno)));
    const bool is_free = flock(fd, LOCK_EX | LOCK_NB) == 0;
    const std::string holder = holder_of(fd);
    close(fd);
    if (is_free || holder != owner) {
      return Error{ErrorKind::kConflict,
                   fmt::format("device '{}': {} is held by {} and not by {}; start measuring "
                               "processes through a worker",
                               choice.name, name.thing, is_free ? "nobody" : holder, owner)};
    }
  }
  return {};
}

std::string default_lock_folder() { return "/tmp/nightjar-locks"; }

}  // namespace nightjar::worker
