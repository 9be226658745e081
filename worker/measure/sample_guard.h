// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Tells whether something from outside spoilt a sample while it was taken.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace nightjar::measure {

/// Asked before and after each sample, outside of the timed part.
class SampleGuard {
 public:
  virtual ~SampleGuard() = default;
  virtual void before_sample() = 0;
  /// Whether the sample since before_sample(), which took this long, was disturbed.
  virtual bool was_disturbed(int64_t latency_ns) = 0;
  /// What disturbs, in words: "other programs had the cores".
  virtual const char* reason() const = 0;
};

/// Never objects.
class TrustingGuard final : public SampleGuard {
 public:
  void before_sample() override {}
  bool was_disturbed(int64_t) override { return false; }
  const char* reason() const override { return "nothing"; }
};

/// Objects when threads of this process stood ready and had to wait for a core for more than a
/// hundredth of the sample, as the kernel counts it. Threads that begin after the first sample
/// are not watched. Where the kernel does not count, it never objects.
class PreemptionGuard final : public SampleGuard {
 public:
  PreemptionGuard() = default;
  ~PreemptionGuard() override;
  PreemptionGuard(const PreemptionGuard&) = delete;
  PreemptionGuard& operator=(const PreemptionGuard&) = delete;

  void before_sample() override;
  bool was_disturbed(int64_t latency_ns) override;
  const char* reason() const override { return "other programs had the cores"; }

 private:
  void watch_threads();
  int64_t waited_ns() const;

  std::vector<int> schedstat_fds_;  // one a thread
  bool is_watching_ = false;
  int64_t waited_before_ns_ = 0;
};

/// The time a thread has waited for a core, from the text of its schedstat file; 0 for a text that
/// is none.
int64_t waited_ns_from(const char* schedstat);

}  // namespace nightjar::measure
