// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Tactics that are right, wrong, flaky or broken on purpose, and the clock they are timed by.
#pragma once

#include <string>

#include "base/clock.h"
#include "kernels/common/tactic.h"

namespace nightjar::fakes {

/// Goes one microsecond further every time it is read, so that a launch by others takes that long.
class TickingClock final : public Clock {
 public:
  static constexpr int64_t kTickNs = 1000;

  int64_t steady_ns() const override { return now_ns_ += kTickNs; }
  int64_t unix_ns() const override { return 1'700'000'000'000'000'000; }
  void advance_ns(int64_t ns) const { now_ns_ += ns; }

 private:
  mutable int64_t now_ns_ = 0;
};

/// kWrongWhenLarge: from the ninth row of a first output of many rows on.
enum class Manner { kRight, kWrong, kFlaky, kFails, kWrongWhenLarge };

/// Solves what the plain tactic of its family does, in its manner, in `launch_ns` by `clock`.
class PlantedTactic final : public kernels::Tactic {
 public:
  /// The clock outlives it.
  PlantedTactic(std::string name, std::string family, Manner manner, int64_t launch_ns,
                const TickingClock& clock);

  std::string_view name() const override { return name_; }
  std::string_view family() const override { return family_; }
  /// Of a library no CPU has, so that tests can allow these alone.
  kernels::TacticSource source() const override { return kernels::TacticSource::kCudnn; }
  bool supports(const kernels::Problem&, const device::DeviceInfo&) const override { return true; }
  Result<std::unique_ptr<kernels::Launchable>> open(const kernels::Problem& problem,
                                                    const std::string& config,
                                                    std::span<const std::byte> blob,
                                                    device::Device& device) const override;

 private:
  std::string name_, family_;
  Manner manner_;
  int64_t launch_ns_;
  const TickingClock& clock_;
};

}  // namespace nightjar::fakes
