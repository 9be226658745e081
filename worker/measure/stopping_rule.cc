// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/measure/stopping_rule.h"

#include <fmt/format.h>

#include <algorithm>

#include "results/statistics/quantile.h"

namespace nightjar::measure {

StoppingRule::StoppingRule(const scenarios::SamplingPlan& plan, int64_t fewest)
    : min_samples_(std::clamp<int64_t>(plan.min_samples, 1, kMostSamples)),
      max_samples_(std::clamp<int64_t>(plan.max_samples, min_samples_, kMostSamples)),
      max_duration_ns_(plan.max_duration_ns),
      fewest_(std::min(fewest, min_samples_)),
      target_relative_error_(plan.target_relative_error),
      next_check_(std::max(min_samples_, kFewestSamples)) {
  if (target_relative_error_ > 0) sorted_.reserve(static_cast<size_t>(max_samples_));
}

StopCause StoppingRule::judge(std::span<const int64_t> latency_ns, int64_t elapsed_ns) {
  const auto count = static_cast<int64_t>(latency_ns.size());
  if (count >= max_samples_) return StopCause::kMaxSamples;
  if (median_is_steady(latency_ns, elapsed_ns)) return StopCause::kSteadyMedian;
  if (elapsed_ns >= max_duration_ns_ && count >= fewest_) return StopCause::kMaxDuration;
  return StopCause::kNone;
}

bool StoppingRule::median_is_steady(std::span<const int64_t> latency_ns, int64_t elapsed_ns) {
  const auto count = static_cast<int64_t>(latency_ns.size());
  if (target_relative_error_ <= 0 || count < next_check_) return false;
  if (elapsed_ns < max_duration_ns_ / kShareOfTime) return false;
  next_check_ = count + std::max<int64_t>(1, count / 10);
  sorted_.assign(latency_ns.begin(), latency_ns.end());
  std::sort(sorted_.begin(), sorted_.end());
  last_relative_error_ = statistics::relative_median_error(sorted_);
  return last_relative_error_ <= target_relative_error_;
}

std::string StoppingRule::describe(StopCause cause, int64_t sample_count,
                                   int64_t elapsed_ns) const {
  switch (cause) {
    case StopCause::kSteadyMedian:
      return fmt::format("median known to {:.3g} % after {} samples (asked for {:.3g} %)",
                         100 * last_relative_error_, sample_count, 100 * target_relative_error_);
    case StopCause::kMaxSamples:
      return fmt::format("the most samples asked for, {}, were taken", max_samples_);
    case StopCause::kMaxDuration:
      return fmt::format("{:.3g} s were over after {} samples (at most {:.3g} s asked for)",
                         1e-9 * static_cast<double>(elapsed_ns), sample_count,
                         1e-9 * static_cast<double>(max_duration_ns_));
    case StopCause::kNone:
      break;
  }
  return "not stopped";
}

}  // namespace nightjar::measure
