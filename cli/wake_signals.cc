// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/wake_signals.h"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <utility>

namespace nightjar::cli {

Result<WakeSignals> WakeSignals::open() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGINT, SIGTERM, SIGCHLD}) sigaddset(&signals, number);
  if (pthread_sigmask(SIG_BLOCK, &signals, nullptr) != 0) {
    return internal_error("signals cannot be held back");
  }
  const int fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
  if (fd < 0) return io_error("signals cannot be waited for");
  return WakeSignals(fd);
}

WakeSignals::WakeSignals(WakeSignals&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

WakeSignals& WakeSignals::operator=(WakeSignals&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

WakeSignals::~WakeSignals() {
  if (fd_ >= 0) close(fd_);
}

bool WakeSignals::take_stop() {
  bool is_stop = false;
  signalfd_siginfo arrived{};
  while (read(fd_, &arrived, sizeof arrived) == sizeof arrived) {
    is_stop = is_stop || arrived.ssi_signo == SIGINT || arrived.ssi_signo == SIGTERM;
  }
  return is_stop;
}

bool WakeSignals::wait_stop(int timeout_ms) {
  pollfd waited{fd_, POLLIN, 0};
  (void)poll(&waited, 1, timeout_ms);
  return take_stop();
}

}  // namespace nightjar::cli
