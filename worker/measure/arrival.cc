// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/measure/arrival.h"

#include <algorithm>

#include "base/check.h"

namespace nightjar::measure {
namespace {

constexpr int64_t kBurstDurationNs = 20'000'000;
constexpr int64_t kLongestBurst = 256;

}  // namespace

Status SingleStream::take_sample(SampleParts& parts) {
  const int64_t start_ns = clock_.steady_ns();
  NIGHTJAR_TRY(lane_.start());
  NIGHTJAR_TRY(lane_.finish(parts));
  parts.latency_ns = clock_.steady_ns() - start_ns;
  return {};
}

Offline::Offline(std::vector<Lane*> lanes, int64_t burst, const Clock& clock)
    : lanes_(std::move(lanes)), is_busy_(lanes_.size(), 0), burst_(burst), clock_(clock) {
  NIGHTJAR_CHECK(!lanes_.empty() && burst_ > 0, "a burst needs a lane and an inference");
}

Status Offline::finish_lane(size_t lane, SampleParts& sum) {
  if (is_busy_[lane] == 0) return {};
  is_busy_[lane] = 0;
  SampleParts parts;
  NIGHTJAR_TRY(lanes_[lane]->finish(parts));
  sum.enqueue_ns += parts.enqueue_ns;
  sum.h2d_ns += parts.h2d_ns;
  sum.compute_ns += parts.compute_ns;
  sum.d2h_ns += parts.d2h_ns;
  return {};
}

Status Offline::take_sample(SampleParts& parts) {
  SampleParts sum;
  const int64_t start_ns = clock_.steady_ns();
  for (int64_t i = 0; i < burst_; ++i) {
    const size_t lane = static_cast<size_t>(i) % lanes_.size();
    NIGHTJAR_TRY(finish_lane(lane, sum));
    NIGHTJAR_TRY(lanes_[lane]->start());
    is_busy_[lane] = 1;
  }
  for (size_t lane = 0; lane < lanes_.size(); ++lane) NIGHTJAR_TRY(finish_lane(lane, sum));
  parts.latency_ns = (clock_.steady_ns() - start_ns) / burst_;
  parts.enqueue_ns = sum.enqueue_ns / burst_;
  parts.h2d_ns = sum.h2d_ns / burst_;
  parts.compute_ns = sum.compute_ns / burst_;
  parts.d2h_ns = sum.d2h_ns / burst_;
  return {};
}

Status MultiStream::take_sample(SampleParts& parts) {
  const int64_t start_ns = clock_.steady_ns();
  NIGHTJAR_TRY(burst_.take_sample(parts));
  const int64_t inferences = burst_.inferences_per_sample();
  for (int64_t* part : {&parts.enqueue_ns, &parts.h2d_ns, &parts.compute_ns, &parts.d2h_ns}) {
    *part *= inferences;
  }
  parts.latency_ns = clock_.steady_ns() - start_ns;
  return {};
}

int64_t burst_for(int64_t latency_ns, size_t lane_count) {
  const int64_t fewest = std::max<int64_t>(2, static_cast<int64_t>(lane_count));
  return std::clamp(kBurstDurationNs / std::max<int64_t>(1, latency_ns), fewest,
                    std::max(fewest, kLongestBurst));
}

}  // namespace nightjar::measure
