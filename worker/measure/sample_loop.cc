// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/measure/sample_loop.h"

#include <fmt/format.h>

namespace nightjar::measure {
namespace {

constexpr int64_t kFewestWarmUps = 2;
constexpr int64_t kSpareDiscards = 8;

void reserve(record::Samples& samples, size_t count) {
  for (auto* part : {&samples.latency_ns, &samples.enqueue_ns, &samples.h2d_ns, &samples.compute_ns,
                     &samples.d2h_ns}) {
    part->reserve(count);
  }
}

void append(record::Samples& samples, const SampleParts& parts) {
  samples.latency_ns.push_back(parts.latency_ns);
  samples.enqueue_ns.push_back(parts.enqueue_ns);
  samples.h2d_ns.push_back(parts.h2d_ns);
  samples.compute_ns.push_back(parts.compute_ns);
  samples.d2h_ns.push_back(parts.d2h_ns);
}

Result<int64_t> warm_up(Subject& subject, int64_t duration_ns, const Clock& clock) {
  const int64_t start_ns = clock.steady_ns();
  int64_t count = 0;
  SampleParts parts;
  while (count < kFewestWarmUps || clock.steady_ns() - start_ns < duration_ns) {
    NIGHTJAR_TRY(subject.take_sample(parts));
    ++count;
  }
  return count;
}

std::string describe_discards(const Sampling& sampling, const SampleGuard& guard,
                              bool ran_out_of_discards) {
  if (sampling.discarded_samples == 0) return "";
  std::string sentence =
      fmt::format("{} while {} samples were taken", guard.reason(), sampling.discarded_samples);
  if (ran_out_of_discards) sentence += "; later ones were kept, as it happened too often";
  return sentence;
}

}  // namespace

Result<Sampling> take_samples(Subject& subject, const scenarios::SamplingPlan& plan,
                              SampleGuard& guard, const Clock& clock, int64_t fewest) {
  Sampling sampling;
  sampling.inferences_per_sample = subject.inferences_per_sample();
  StoppingRule rule(plan, fewest);
  reserve(sampling.samples, static_cast<size_t>(rule.capacity()));
  NIGHTJAR_ASSIGN(sampling.warm_up_samples, warm_up(subject, plan.warm_up_ns, clock));

  const std::vector<int64_t>& kept = sampling.samples.latency_ns;
  const int64_t start_ns = clock.steady_ns();
  bool ran_out_of_discards = false;
  StopCause cause = StopCause::kNone;
  while (cause == StopCause::kNone) {
    SampleParts parts;
    guard.before_sample();
    NIGHTJAR_TRY(subject.take_sample(parts));
    const bool disturbed = guard.was_disturbed(parts.latency_ns * sampling.inferences_per_sample);
    const auto most_discards = static_cast<int64_t>(kept.size()) + kSpareDiscards;
    if (disturbed && sampling.discarded_samples < most_discards) {
      ++sampling.discarded_samples;
    } else {
      ran_out_of_discards = ran_out_of_discards || disturbed;
      append(sampling.samples, parts);
    }
    cause = rule.judge(kept, clock.steady_ns() - start_ns);
  }
  sampling.stop_reason =
      rule.describe(cause, static_cast<int64_t>(kept.size()), clock.steady_ns() - start_ns);
  sampling.discard_reason = describe_discards(sampling, guard, ran_out_of_discards);
  return sampling;
}

}  // namespace nightjar::measure
