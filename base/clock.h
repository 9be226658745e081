// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Time as a parameter, so that tests can hold it still.
#pragma once

#include <cstdint>

namespace nightjar {

/// Monotonic and calendar time in nanoseconds. Implementations are thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Nanoseconds since an arbitrary start; never goes backwards.
  virtual int64_t steady_ns() const = 0;
  /// Nanoseconds since 1970-01-01 UTC; may jump.
  virtual int64_t unix_ns() const = 0;
};

/// The machine's own clocks.
class SystemClock final : public Clock {
 public:
  int64_t steady_ns() const override;
  int64_t unix_ns() const override;
};

/// A clock that moves only when told to.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(int64_t start_ns = 0) : now_ns_(start_ns) {}
  void advance_ns(int64_t delta_ns) { now_ns_ += delta_ns; }
  int64_t steady_ns() const override { return now_ns_; }
  int64_t unix_ns() const override { return now_ns_; }

 private:
  int64_t now_ns_;
};

}  // namespace nightjar
