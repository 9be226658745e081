// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Decides when enough samples have been taken.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "scenarios/scenario.h"

namespace nightjar::measure {

enum class StopCause : uint8_t { kNone, kSteadyMedian, kMaxSamples, kMaxDuration };

/// Stops as soon as one of these holds: the 95 % interval of the median is narrow enough, the least
/// number of samples is in and a quarter of the time is over; the most samples are in; the time is
/// up. Time alone never stops before kFewestSamples, the fewest with which a median has a 95 %
/// interval at all. The quarter keeps a short model from being judged by one lucky moment.
class StoppingRule {
 public:
  static constexpr int64_t kFewestSamples = 6;
  static constexpr int64_t kShareOfTime = 4;
  /// Bounds memory, whatever a suite asks for.
  static constexpr int64_t kMostSamples = 1'000'000;

  /// `fewest`: time alone never stops before so many of `plan.min_samples`.
  explicit StoppingRule(const scenarios::SamplingPlan& plan, int64_t fewest = kFewestSamples);

  /// Most samples that will ever be asked for: what to reserve.
  int64_t capacity() const { return max_samples_; }
  /// Judges all samples so far. The interval is only computed at counts that grow by a tenth, so
  /// that judging costs little beside measuring. Allocates nothing.
  StopCause judge(std::span<const int64_t> latency_ns, int64_t elapsed_ns);
  /// "median known to 0.41 % after 64 samples (asked for 0.5 %)".
  std::string describe(StopCause cause, int64_t sample_count, int64_t elapsed_ns) const;

 private:
  bool median_is_steady(std::span<const int64_t> latency_ns, int64_t elapsed_ns);

  int64_t min_samples_, max_samples_, max_duration_ns_, fewest_;
  double target_relative_error_;
  int64_t next_check_;
  double last_relative_error_ = 0;
  std::vector<double> sorted_;  // scratch with room for every sample
};

}  // namespace nightjar::measure
