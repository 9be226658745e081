// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Two workers never measure on one device at a time: one lock file for each core or GPU.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "worker/device_choice.h"

namespace nightjar::worker {

/// Locks held; move-only. Whoever inherits fds() holds them too, so that a device stays locked
/// until the last process that measures on it is gone.
class DeviceLock {
 public:
  DeviceLock() = default;
  ~DeviceLock() { release(); }
  DeviceLock(DeviceLock&& other) noexcept;
  DeviceLock& operator=(DeviceLock&& other) noexcept;

  /// Locks every core of the choice, or its GPU, in `folder`, which is made when absent. Never
  /// waits: the error names the process that holds the device.
  static Result<DeviceLock> acquire(const DeviceChoice& choice, const std::string& folder);

  const std::vector<int>& fds() const { return fds_; }
  void release();

 private:
  std::vector<int> fds_;
};

/// Whether every core of the choice, or its GPU, is locked and process `pid` says it did it.
Status check_locked_by(const DeviceChoice& choice, const std::string& folder, int pid);

/// Where all workers of a machine look, whoever runs them: /tmp/nightjar-locks.
std::string default_lock_folder();

}  // namespace nightjar::worker
