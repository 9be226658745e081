// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/measure/load/callers.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "worker/measure/load/lane_threads.h"
#include "worker/measure/stopping_rule.h"

namespace nightjar::measure {
namespace {

/// One caller's part, allocated before it begins.
struct Caller {
  record::Samples samples;
  int64_t warm_ups = 0, begun_ns = 0, ended_ns = 0;
};

int64_t share_of(int64_t count, size_t callers) {
  const auto many = static_cast<int64_t>(callers);
  return std::max<int64_t>(1, (count + many - 1) / many);
}

Status warm_up(SingleStream& calls, int64_t duration_ns, const Clock& clock, Caller& caller) {
  const int64_t start_ns = clock.steady_ns();
  SampleParts parts;
  while (caller.warm_ups < 2 || clock.steady_ns() - start_ns < duration_ns) {
    NIGHTJAR_TRY(calls.take_sample(parts));
    ++caller.warm_ups;
  }
  return {};
}

Status call(Lane& lane, const scenarios::SamplingPlan& plan, size_t callers, const Clock& clock,
            Caller& caller) {
  SingleStream calls(lane, clock);
  NIGHTJAR_TRY(warm_up(calls, plan.warm_up_ns, clock, caller));
  const int64_t fewest = share_of(plan.min_samples, callers);
  const auto most = static_cast<int64_t>(caller.samples.latency_ns.capacity());
  caller.begun_ns = caller.ended_ns = clock.steady_ns();
  for (int64_t count = 0; count < most; ++count) {
    if (count >= fewest && caller.ended_ns - caller.begun_ns >= plan.max_duration_ns) break;
    SampleParts parts;
    NIGHTJAR_TRY(calls.take_sample(parts));
    caller.samples.latency_ns.push_back(parts.latency_ns);
    caller.ended_ns = clock.steady_ns();
  }
  return {};
}

}  // namespace

Result<Calls> run_callers(const std::vector<Lane*>& lanes, const scenarios::SamplingPlan& plan,
                          const std::vector<int>& cores, const Clock& clock) {
  NIGHTJAR_CHECK(!lanes.empty(), "somebody must call");
  const int64_t most =
      std::min(std::max(plan.max_samples, plan.min_samples), StoppingRule::kMostSamples);
  std::vector<Caller> callers(lanes.size());
  for (Caller& caller : callers) {
    caller.samples.latency_ns.reserve(static_cast<size_t>(share_of(most, lanes.size())));
  }
  NIGHTJAR_TRY(in_threads(lanes.size(), cores, [&](size_t i) {
    return call(*lanes[i], plan, lanes.size(), clock, callers[i]);
  }));
  Calls calls;
  int64_t begun_ns = callers.front().begun_ns, ended_ns = callers.front().ended_ns;
  std::vector<int64_t>& all = calls.sampling.samples.latency_ns;
  for (const Caller& caller : callers) {
    all.insert(all.end(), caller.samples.latency_ns.begin(), caller.samples.latency_ns.end());
    calls.sampling.warm_up_samples += caller.warm_ups;
    begun_ns = std::min(begun_ns, caller.begun_ns);
    ended_ns = std::max(ended_ns, caller.ended_ns);
  }
  const double wall_s = 1e-9 * static_cast<double>(std::max<int64_t>(1, ended_ns - begun_ns));
  calls.rate_per_s = static_cast<double>(all.size()) / wall_s;
  calls.sampling.stop_reason =
      fmt::format("{} callers took {} samples in {:.3g} s", lanes.size(), all.size(), wall_s);
  return calls;
}

}  // namespace nightjar::measure
