// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How inferences arrive: one after the other, or all at once.
#pragma once

#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "worker/measure/subject.h"

namespace nightjar::measure {

/// One context with a stream and buffers of its own. At most one inference is under way in it.
class Lane {
 public:
  virtual ~Lane() = default;
  /// Queues the copies in, the inference and the copies out, and returns. On a CPU the work is
  /// done when it returns.
  virtual Status start() = 0;
  /// Waits for the inference that was started and tells its parts, but for the latency.
  virtual Status finish(SampleParts& parts) = 0;
};

/// The next inference begins when the caller holds the answer to the one before.
class SingleStream final : public Subject {
 public:
  /// Both outlive this.
  SingleStream(Lane& lane, const Clock& clock) : lane_(lane), clock_(clock) {}
  Status take_sample(SampleParts& parts) override;

 private:
  Lane& lane_;
  const Clock& clock_;
};

/// A burst of inferences is handed in at once and spread over all lanes; a sample is the mean of
/// one burst, and its latency the burst's wall time over its inferences.
class Offline final : public Subject {
 public:
  /// `lanes` is not empty; lanes and clock outlive this.
  Offline(std::vector<Lane*> lanes, int64_t burst, const Clock& clock);
  Status take_sample(SampleParts& parts) override;
  int64_t inferences_per_sample() const override { return burst_; }

 private:
  Status finish_lane(size_t lane, SampleParts& sum);

  std::vector<Lane*> lanes_;
  std::vector<char> is_busy_;
  int64_t burst_;
  const Clock& clock_;
};

/// A query of several inferences at a time, the next one when all answers to the one before are
/// there; a sample is one query, and its latency that of the whole query.
class MultiStream final : public Subject {
 public:
  /// As for Offline; `query` is the number of inferences of one.
  MultiStream(std::vector<Lane*> lanes, int64_t query, const Clock& clock)
      : burst_(std::move(lanes), query, clock), clock_(clock) {}
  Status take_sample(SampleParts& parts) override;

 private:
  Offline burst_;
  const Clock& clock_;
};

/// Inferences a burst should hold so that it lasts long enough to be timed well, at least one for
/// each lane.
int64_t burst_for(int64_t latency_ns, size_t lane_count);

}  // namespace nightjar::measure
