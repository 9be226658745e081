// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/measure/sample_guard.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

namespace nightjar::measure {
namespace {

constexpr size_t kMostThreads = 64;
constexpr int64_t kToleratedShare = 100;  // one part in so many

}  // namespace

int64_t waited_ns_from(const char* schedstat) {
  char* end = nullptr;
  std::strtoll(schedstat, &end, 10);
  if (end == schedstat) return 0;
  return std::strtoll(end, nullptr, 10);
}

PreemptionGuard::~PreemptionGuard() {
  for (const int fd : schedstat_fds_) close(fd);
}

void PreemptionGuard::watch_threads() {
  is_watching_ = true;
  std::error_code failure;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task", failure)) {
    if (schedstat_fds_.size() == kMostThreads) return;
    const int fd = open((task.path() / "schedstat").c_str(), O_RDONLY | O_CLOEXEC);
    if (fd >= 0) schedstat_fds_.push_back(fd);
  }
}

int64_t PreemptionGuard::waited_ns() const {
  int64_t total_ns = 0;
  for (const int fd : schedstat_fds_) {
    char text[96];
    const ssize_t count = pread(fd, text, sizeof text - 1, 0);
    if (count <= 0) continue;
    text[count] = '\0';
    total_ns += waited_ns_from(text);
  }
  return total_ns;
}

void PreemptionGuard::before_sample() {
  if (!is_watching_) watch_threads();
  waited_before_ns_ = waited_ns();
}

bool PreemptionGuard::was_disturbed(int64_t latency_ns) {
  return (waited_ns() - waited_before_ns_) * kToleratedShare > latency_ns;
}

}  // namespace nightjar::measure
