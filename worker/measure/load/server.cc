// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/measure/load/server.h"

#include <time.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <random>

#include "base/check.h"
#include "results/statistics/server_load.h"
#include "worker/measure/load/lane_threads.h"

namespace nightjar::measure {
namespace {

constexpr int64_t kSlowToAllow = 5;
constexpr int64_t kMostOfADuration = 20'000;
constexpr double kPrecision = 0.05;
constexpr double kLowestShare = 1.0 / 64;  // Of the rate that the search begins with.
constexpr int64_t kWatchedNs = 100'000;

/// One rate on trial.
class Trial {
 public:
  Trial(const std::vector<Lane*>& lanes, const ServerOrder& order, const std::vector<int>& cores,
        const Clock& clock, const WaitUntil& wait_until)
      : lanes_(lanes), order_(order), cores_(cores), clock_(clock), wait_until_(wait_until) {}

  /// Whether the rate meets the bound.
  Result<bool> run(double rate_per_s) {
    std::mt19937_64 random(order_.seed);
    const int64_t fewest = fewest_queries(rate_per_s);
    const int64_t most = std::max(needed(kSlowToAllow), 2 * fewest);
    arrivals_ns_ = statistics::poisson_arrivals_ns(rate_per_s, most, random);
    latency_ns_.assign(static_cast<size_t>(most), 0);
    slow_ = 0;
    too_slow_ = slow_queries_beyond(most);
    start_ns_ = clock_.steady_ns();
    int64_t done = 0;
    while (slow_ < too_slow_ && std::max(fewest, needed(slow_)) > done) {
      const int64_t next = std::max(fewest, needed(slow_));
      NIGHTJAR_TRY(answer(static_cast<size_t>(done), static_cast<size_t>(next)));
      done = next;
    }
    latency_ns_.resize(static_cast<size_t>(done));
    return slow_ < too_slow_;
  }

  std::vector<int64_t>& latency_ns() { return latency_ns_; }

 private:
  int64_t needed(int64_t slow) const { return statistics::queries_needed(slow, order_.claim); }

  int64_t fewest_queries(double rate_per_s) const {
    const double of_duration = 1e-9 * rate_per_s * static_cast<double>(order_.least_duration_ns);
    const double bounded = std::min(of_duration, static_cast<double>(kMostOfADuration));
    return std::max(needed(0), static_cast<int64_t>(bounded));
  }

  /// The fewest slow queries that need more than `most` to be made up for.
  int64_t slow_queries_beyond(int64_t most) const {
    int64_t allowed = 0, beyond = most;
    while (beyond - allowed > 1) {
      const int64_t middle = (allowed + beyond) / 2;
      (needed(middle) > most ? beyond : allowed) = middle;
    }
    return beyond;
  }

  /// Queries first to last - 1, by all lanes; gives up where the rate has failed already.
  Status answer(size_t first, size_t last) {
    std::atomic<size_t> next{first};
    return in_threads(lanes_.size(), cores_, [&](size_t lane) -> Status {
      while (slow_ < too_slow_) {
        const size_t query = next.fetch_add(1);
        if (query >= last) break;
        NIGHTJAR_TRY(answer_one(*lanes_[lane], query));
      }
      return {};
    });
  }

  Status answer_one(Lane& lane, size_t query) {
    const int64_t arrival_ns = start_ns_ + arrivals_ns_[query];
    wait_until_(arrival_ns);
    SampleParts parts;
    NIGHTJAR_TRY(lane.start());
    NIGHTJAR_TRY(lane.finish(parts));
    latency_ns_[query] = clock_.steady_ns() - arrival_ns;
    if (latency_ns_[query] > order_.latency_bound_ns) ++slow_;
    return {};
  }

  const std::vector<Lane*>& lanes_;
  const ServerOrder& order_;
  const std::vector<int>& cores_;
  const Clock& clock_;
  const WaitUntil& wait_until_;
  std::vector<int64_t> arrivals_ns_, latency_ns_;
  std::atomic<int64_t> slow_{0};
  int64_t start_ns_ = 0, too_slow_ = 1;
};

}  // namespace

WaitUntil wait_by(const Clock& clock) {
  return [&clock](int64_t until_ns) {
    const int64_t left_ns = until_ns - clock.steady_ns();
    if (left_ns > kWatchedNs) {
      const int64_t sleep_ns = left_ns - kWatchedNs;
      const timespec nap{static_cast<time_t>(sleep_ns / 1'000'000'000), sleep_ns % 1'000'000'000};
      (void)nanosleep(&nap, nullptr);
    }
    while (clock.steady_ns() < until_ns) {
    }
  };
}

Result<ServerOutcome> search_server_rate(const std::vector<Lane*>& lanes, const ServerOrder& order,
                                         const std::vector<int>& cores, const Clock& clock,
                                         const WaitUntil& wait_until) {
  NIGHTJAR_CHECK(!lanes.empty(), "somebody must answer");
  Trial trial(lanes, order, cores, clock, wait_until);
  ServerOutcome outcome;
  Status trouble;
  double lowest_failed = std::numeric_limits<double>::infinity();
  const auto meets_bound = [&](double rate_per_s) {
    if (!trouble.ok()) return false;
    ++outcome.rates_tried;
    const auto met = trial.run(rate_per_s);
    if (!met.ok()) trouble = met.error();
    if (!met.ok() || !*met) {
      lowest_failed = std::min(lowest_failed, rate_per_s);
      return false;
    }
    outcome.latency_ns = std::move(trial.latency_ns());
    return true;
  };
  statistics::RateSearch search;
  search.lowest_per_s = kLowestShare * order.start_per_s;
  search.highest_per_s = std::max(order.most_per_s, order.start_per_s);
  search.precision = kPrecision;
  outcome.rate_per_s = statistics::highest_rate(order.start_per_s, meets_bound, search);
  NIGHTJAR_TRY(std::move(trouble));
  if (lowest_failed < std::numeric_limits<double>::infinity()) {
    outcome.failed_rate_per_s = lowest_failed;
  }
  return outcome;
}

}  // namespace nightjar::measure
