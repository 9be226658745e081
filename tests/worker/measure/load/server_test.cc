// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One lane on a clock that only waiting and answering move: a queue whose figures can be worked
// out.
#include "worker/measure/load/server.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace nightjar::measure {
namespace {

constexpr int64_t kMs = 1'000'000;

/// Takes the same time for every query.
class SteadyLane final : public Lane {
 public:
  SteadyLane(ManualClock& clock, int64_t service_ns) : clock_(clock), service_ns_(service_ns) {}
  Status start() override {
    if (fails_at >= 0 && answered >= fails_at) return io_error("the lane broke");
    return {};
  }
  Status finish(SampleParts&) override {
    ++answered;
    clock_.advance_ns(service_ns_);
    return {};
  }

  int64_t answered = 0, fails_at = -1;

 private:
  ManualClock& clock_;
  int64_t service_ns_;
};

struct Search {
  ManualClock clock;
  SteadyLane lane{clock, kMs};
  ServerOrder order;

  Search() {
    order.claim.percentile = 0.9;
    order.latency_bound_ns = 10 * kMs;
    order.start_per_s = 500;
    order.most_per_s = 4000;
    order.least_duration_ns = 2'000 * kMs;
  }
  Result<ServerOutcome> run() {
    return search_server_rate({&lane}, order, {}, clock, [this](int64_t until_ns) {
      clock.advance_ns(std::max<int64_t>(0, until_ns - clock.steady_ns()));
    });
  }
};

TEST(Server, TheRateLiesBelowWhatTheLaneCanDoAndAboveWhereNobodyWaits) {
  Search search;
  const auto found = search.run();
  ASSERT_TRUE(found.ok());
  EXPECT_GT(found->rate_per_s, 500);
  EXPECT_LT(found->rate_per_s, 1000) << "1000 a second is all that it can answer for long";
  EXPECT_GT(found->failed_rate_per_s, found->rate_per_s);
  EXPECT_LE(found->failed_rate_per_s, 1.06 * found->rate_per_s);
  EXPECT_GT(found->rates_tried, 3);
}

TEST(Server, TheLatenciesOfTheRateFoundSupportTheClaim) {
  Search search;
  const auto found = search.run();
  ASSERT_TRUE(found.ok());
  const auto slow = std::count_if(found->latency_ns.begin(), found->latency_ns.end(),
                                  [](int64_t ns) { return ns > 10 * kMs; });
  EXPECT_GE(static_cast<int64_t>(found->latency_ns.size()),
            statistics::queries_needed(slow, search.order.claim));
  EXPECT_GE(*std::min_element(found->latency_ns.begin(), found->latency_ns.end()), kMs);
}

TEST(Server, ALatencyCountsFromTheArrivalHoweverLateItWasBegun) {
  Search search;
  search.order.start_per_s = 400;
  const auto found = search.run();
  ASSERT_TRUE(found.ok());
  EXPECT_GT(*std::max_element(found->latency_ns.begin(), found->latency_ns.end()), kMs)
      << "somebody has had to wait for the one before";
}

TEST(Server, TheSameSeedFindsTheSameAndAnotherOneHardlyAnyOther) {
  Search first, again, other;
  other.order.seed = 7;
  const double rate = first.run()->rate_per_s;
  EXPECT_EQ(again.run()->rate_per_s, rate);
  EXPECT_NEAR(other.run()->rate_per_s / rate, 1, 0.35);
}

TEST(Server, ATighterBoundAllowsFewerQueries) {
  Search loose, tight;
  tight.order.latency_bound_ns = 3 * kMs;
  EXPECT_LT(tight.run()->rate_per_s, loose.run()->rate_per_s);
}

TEST(Server, ATrialLastsUntilAQueueHasHadTimeToGrow) {
  Search hasty, patient;
  hasty.order.least_duration_ns = 0;
  EXPECT_GT(hasty.run()->rate_per_s, patient.run()->rate_per_s);
  EXPECT_GE(patient.run()->latency_ns.size(), 1000u);
}

TEST(Server, ABoundThatOneInferenceBreaksIsMetByNoRate) {
  Search search;
  search.order.latency_bound_ns = kMs / 2;
  const auto found = search.run();
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->rate_per_s, 0);
  EXPECT_GT(found->failed_rate_per_s, 0);
}

TEST(Server, ALaneThatBreaksEndsTheSearch) {
  Search search;
  search.lane.fails_at = 20;
  const auto found = search.run();
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().message, "the lane broke");
}

TEST(Server, WaitingForWhatIsOverIsNoWaiting) {
  ManualClock clock(5 * kMs);
  wait_by(clock)(4 * kMs);
  EXPECT_EQ(clock.steady_ns(), 5 * kMs);
}

}  // namespace
}  // namespace nightjar::measure
