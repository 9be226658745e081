// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Tells whether something from outside spoilt a sample while it was taken.
#pragma once

#include <cstdint>

namespace nightjar::measure {

/// Asked before and after each sample, outside of the timed part.
class SampleGuard {
 public:
  virtual ~SampleGuard() = default;
  virtual void before_sample() = 0;
  /// Whether the sample since before_sample() was disturbed.
  virtual bool was_disturbed() = 0;
  /// What disturbs, in words: "the kernel gave a core to another program".
  virtual const char* reason() const = 0;
};

/// Never objects.
class TrustingGuard final : public SampleGuard {
 public:
  void before_sample() override {}
  bool was_disturbed() override { return false; }
  const char* reason() const override { return "nothing"; }
};

/// Objects when the kernel took a core from one of this process's threads during the sample.
class PreemptionGuard final : public SampleGuard {
 public:
  void before_sample() override { switches_before_ = involuntary_switches(); }
  bool was_disturbed() override { return involuntary_switches() != switches_before_; }
  const char* reason() const override { return "the kernel gave a core to another program"; }

 private:
  static int64_t involuntary_switches();
  int64_t switches_before_ = 0;
};

}  // namespace nightjar::measure
