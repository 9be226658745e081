// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Signals as a file to wait for, so that a loop ends its work in order.
#pragma once

#include "base/result.h"

namespace nightjar::cli {

/// From its opening on SIGINT, SIGTERM and SIGCHLD do nothing but make fd() readable. Open it
/// before the first thread starts.
class WakeSignals {
 public:
  static Result<WakeSignals> open();
  WakeSignals(WakeSignals&& other) noexcept;
  WakeSignals& operator=(WakeSignals&& other) noexcept;
  ~WakeSignals();

  int fd() const { return fd_; }
  /// Takes what has arrived; whether somebody asked to stop.
  bool take_stop();
  /// The same, after waiting for something to arrive.
  bool wait_stop(int timeout_ms);

 private:
  explicit WakeSignals(int fd) : fd_(fd) {}

  int fd_ = -1;
};

}  // namespace nightjar::cli
