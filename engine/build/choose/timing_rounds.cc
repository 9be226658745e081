// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/timing_rounds.h"

#include <algorithm>
#include <cmath>

namespace nightjar::build {
namespace {

constexpr double kNormalQuantile = 1.96;  // 95 %, two-sided
constexpr double kHopeless = 3;
/// A clock that stands still says that all are equal, not that none was timed.
constexpr double kLeastNs = 1;

class Rounds {
 public:
  Rounds(size_t contenders, const std::function<Result<double>(size_t)>& time_once)
      : time_once_(time_once), samples_(contenders), dropped_(contenders), timings_(contenders) {}

  /// One turn each; the nanoseconds it took.
  double run_once() {
    double spent_ns = 0;
    for (size_t i = 0; i < samples_.size(); ++i) {
      if (dropped_[i]) continue;
      const Result<double> ns = time_once_(i);
      if (!ns.ok()) {
        timings_[i].failure = ns.error().message;
        dropped_[i] = true;
        continue;
      }
      samples_[i].push_back(std::max(*ns, kLeastNs));
      spent_ns += samples_[i].back();
    }
    drop_hopeless();
    return spent_ns;
  }

  /// Drops what is slower for certain; true when nothing is left to find out.
  bool settle() {
    summarize_all();
    const Timing* best = nullptr;
    for (const Timing& timing : timings_) {
      if (timing.samples == 0 || !timing.failure.empty()) continue;
      if (best == nullptr || timing.median_ns < best->median_ns) best = &timing;
    }
    if (best == nullptr) return true;
    bool is_settled = true;
    for (size_t i = 0; i < timings_.size(); ++i) {
      if (dropped_[i] || &timings_[i] == best) continue;
      if (timings_[i].low_ns > best->high_ns * (1 + kTieShare)) {
        dropped_[i] = true;
      } else if (timings_[i].high_ns > best->low_ns * (1 + kTieShare)) {
        is_settled = false;
      }
    }
    return is_settled;
  }

  std::vector<Timing> finish() {
    summarize_all();
    return std::move(timings_);
  }

 private:
  void summarize_all() {
    for (size_t i = 0; i < samples_.size(); ++i) {
      if (samples_[i].empty() || timings_[i].samples == samples_[i].size()) continue;
      std::string failure = std::move(timings_[i].failure);
      timings_[i] = summarize(samples_[i]);
      timings_[i].failure = std::move(failure);
    }
  }

  /// By its better of two turns, so that one disturbed turn decides nothing.
  void drop_hopeless() {
    double best = 0;
    for (const auto& row : samples_) {
      if (row.empty()) continue;
      const double least = *std::min_element(row.begin(), row.end());
      best = best == 0 ? least : std::min(best, least);
    }
    for (size_t i = 0; i < samples_.size(); ++i) {
      if (samples_[i].size() < 2) continue;
      const double least = *std::min_element(samples_[i].begin(), samples_[i].end());
      if (least > kHopeless * best) dropped_[i] = true;
    }
  }

  const std::function<Result<double>(size_t)>& time_once_;
  std::vector<std::vector<double>> samples_;  // one row a contender
  std::vector<bool> dropped_;
  std::vector<Timing> timings_;
};

}  // namespace

Timing summarize(std::vector<double> samples) {
  std::sort(samples.begin(), samples.end());
  const auto count = static_cast<double>(samples.size());
  const double reach = kNormalQuantile * std::sqrt(count) / 2;
  const auto low = static_cast<size_t>(std::max(0.0, std::floor(count / 2 - reach)));
  Timing timing;
  timing.median_ns = samples[samples.size() / 2];
  timing.low_ns = samples[low];
  timing.high_ns = samples[samples.size() - 1 - low];
  timing.samples = samples.size();
  return timing;
}

RoundTimings time_in_rounds(size_t contenders,
                            const std::function<Result<double>(size_t)>& time_once,
                            const RoundLimits& limits, const Clock& clock) {
  Rounds rounds(contenders, time_once);
  bool ran_out_of_time = false;
  const double share_ns = limits.share_ns * static_cast<double>(contenders);
  double spent_ns = 0;
  for (size_t round = 0; round < limits.max_rounds; ++round) {
    if (round >= limits.min_rounds && (spent_ns > share_ns || rounds.settle())) break;
    ran_out_of_time = round > 0 && clock.steady_ns() > limits.deadline_ns;
    if (ran_out_of_time) break;
    spent_ns += rounds.run_once();
  }
  return {rounds.finish(), ran_out_of_time};
}

size_t fastest_with_ties(const std::vector<double>& medians_ns) {
  double fastest = 0;
  for (const double ns : medians_ns) {
    if (ns > 0 && (fastest == 0 || ns < fastest)) fastest = ns;
  }
  for (size_t i = 0; i < medians_ns.size(); ++i) {
    if (medians_ns[i] > 0 && medians_ns[i] <= fastest * (1 + kTieShare)) return i;
  }
  return 0;
}

}  // namespace nightjar::build
