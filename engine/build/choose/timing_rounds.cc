// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/timing_rounds.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nightjar::build {
namespace {

constexpr double kNormalQuantile = 1.96;  // 95 %, two-sided
/// How much slower than the fastest is too slow: by the better of two turns, and by the first
/// launch and the first turn alike.
constexpr double kHopeless = 3, kSlow = 2;
/// Up to five turns an interval is all there is from the least to the most, and holds the median at
/// less than 95 %: the fewer they are, the further apart intervals must lie.
constexpr std::array<double, 5> kMargins = {0, 0, 0.5, 0.25, 0.1};

/// What is within this share of the fastest for certain may win: who it is costs nobody much.
constexpr double kEnough = 0.05;

double margin_of(size_t turns) { return turns < kMargins.size() ? kMargins[turns] : kTieShare; }

/// A clock that stands still says that all are equal, not that none was timed.
constexpr double kLeastNs = 1;

class Rounds {
 public:
  Rounds(const std::vector<double>& first_ns,
         const std::function<Result<double>(size_t)>& time_once)
      : first_ns_(first_ns),
        time_once_(time_once),
        samples_(first_ns.size()),
        spent_ns_(first_ns.size()),
        dropped_(first_ns.size()),
        timings_(first_ns.size()) {}

  /// One turn each. Drops what is slower for certain.
  void run_once() {
    for (size_t i = 0; i < samples_.size(); ++i) {
      if (dropped_[i]) continue;
      const Result<double> ns = time_once_(i);
      if (!ns.ok()) {
        timings_[i].failure = ns.error().message;
        dropped_[i] = true;
        continue;
      }
      samples_[i].push_back(std::max(*ns, kLeastNs));
      spent_ns_[i] += samples_[i].back();
    }
    drop_hopeless();
    summarize_all();
    drop_slower();
  }

  /// Whether all that are left are as good as the fastest for certain.
  bool is_settled() const {
    const Timing* best = fastest();
    if (best == nullptr) return true;
    for (size_t i = 0; i < timings_.size(); ++i) {
      if (dropped_[i] || &timings_[i] == best) continue;
      if (timings_[i].high_ns > best->low_ns * (1 + kEnough)) return false;
    }
    return true;
  }

  /// Whether each that is left has had its share of time.
  bool have_spent(double share_ns) const {
    for (size_t i = 0; i < spent_ns_.size(); ++i) {
      if (!dropped_[i] && spent_ns_[i] <= share_ns) return false;
    }
    return true;
  }

  std::vector<Timing> finish() { return std::move(timings_); }

 private:
  /// nullptr where all have failed.
  const Timing* fastest() const {
    const Timing* best = nullptr;
    for (const Timing& timing : timings_) {
      if (timing.samples == 0 || !timing.failure.empty()) continue;
      if (best == nullptr || timing.median_ns < best->median_ns) best = &timing;
    }
    return best;
  }

  void drop_slower() {
    const Timing* best = fastest();
    if (best == nullptr) return;
    for (size_t i = 0; i < timings_.size(); ++i) {
      if (dropped_[i] || &timings_[i] == best || timings_[i].samples < 2) continue;
      const double reach = 1 + margin_of(timings_[i].samples);
      if (timings_[i].low_ns > best->high_ns * reach) dropped_[i] = true;
    }
  }

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
    double best = 0, best_first = 0;
    for (size_t i = 0; i < samples_.size(); ++i) {
      if (samples_[i].empty()) continue;
      best = lesser(best, least_of(samples_[i]));
      best_first = lesser(best_first, first_ns_[i]);
    }
    for (size_t i = 0; i < samples_.size(); ++i) {
      if (samples_[i].empty() || dropped_[i]) continue;
      const double least = least_of(samples_[i]);
      const bool is_twice_slow = first_ns_[i] > kSlow * best_first && least > kSlow * best;
      dropped_[i] = (samples_[i].size() == 1 && best_first > 0 && is_twice_slow) ||
                    (samples_[i].size() > 1 && least > kHopeless * best);
    }
  }

  static double least_of(const std::vector<double>& row) {
    return *std::min_element(row.begin(), row.end());
  }
  /// 0 stands for none.
  static double lesser(double one, double other) {
    return one == 0 || other == 0 ? std::max(one, other) : std::min(one, other);
  }

  const std::vector<double>& first_ns_;
  const std::function<Result<double>(size_t)>& time_once_;
  std::vector<std::vector<double>> samples_;  // one row a contender
  std::vector<double> spent_ns_;
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

RoundTimings time_in_rounds(const std::vector<double>& first_ns,
                            const std::function<Result<double>(size_t)>& time_once,
                            const RoundLimits& limits, const Clock& clock) {
  Rounds rounds(first_ns, time_once);
  bool ran_out_of_time = false;
  for (size_t round = 0; round < limits.max_rounds; ++round) {
    const bool is_enough = rounds.have_spent(limits.share_ns) || rounds.is_settled();
    if (round >= limits.min_rounds && is_enough) break;
    ran_out_of_time = round > 0 && clock.steady_ns() > limits.deadline_ns;
    if (ran_out_of_time) break;
    rounds.run_once();
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
