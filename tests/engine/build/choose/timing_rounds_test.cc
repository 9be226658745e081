// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/timing_rounds.h"

#include <gtest/gtest.h>

namespace nightjar::build {
namespace {

const ManualClock kStill;

/// Contender i takes `ns[i]`, moved by up to `noise` of it in a fixed pattern.
std::vector<Timing> timed(const std::vector<double>& ns, double noise, RoundLimits limits = {}) {
  std::vector<size_t> calls(ns.size());
  const auto time_once = [&](size_t i) -> Result<double> {
    const double swing = static_cast<double>((calls[i]++ * 7 + i * 3) % 11) / 5.0 - 1.0;
    return ns[i] * (1 + noise * swing);
  };
  return time_in_rounds(std::vector<double>(ns.size()), time_once, limits, kStill).contenders;
}

TEST(TimingRounds, EndWhenTheIntervalsAreApart) {
  const auto timings = timed({100, 110}, 0.01);
  EXPECT_EQ(timings[0].samples, 5u);
  EXPECT_EQ(timings[1].samples, 5u);
}

TEST(TimingRounds, DropWhoIsFarSlowerAfterFewTurns) {
  const auto timings = timed({100, 170, 140, 120}, 0.01);
  EXPECT_EQ(timings[0].samples, 5u);
  EXPECT_EQ(timings[1].samples, 2u);
  EXPECT_EQ(timings[2].samples, 3u);
  EXPECT_EQ(timings[3].samples, 4u);
}

/// The fastest is disturbed in its first turn, and all others are faster than that.
TEST(TimingRounds, ADisturbedTurnDecidesNothing) {
  std::vector<size_t> calls(3);
  const auto time_once = [&](size_t i) -> Result<double> {
    const bool is_disturbed = i == 0 && calls[0] < 1;
    ++calls[i];
    return is_disturbed ? 1000.0 : 100.0 + 20.0 * static_cast<double>(i);
  };
  const auto timings = time_in_rounds({100, 120, 140}, time_once, {}, kStill).contenders;
  EXPECT_GE(timings[0].samples, 5u);
  EXPECT_EQ(timings[0].median_ns, 100);
}

TEST(TimingRounds, WhoWasSlowTwiceGetsNoSecondTurn) {
  const auto time_once = [](size_t i) -> Result<double> { return i == 0 ? 100.0 : 210.0; };
  const auto timings = time_in_rounds({150, 150, 310}, time_once, {}, kStill).contenders;
  EXPECT_GT(timings[1].samples, 1u) << "it was as fast as the fastest at first";
  EXPECT_EQ(timings[2].samples, 1u);
}

TEST(TimingRounds, EndWhenTheTieIsCertain) {
  const auto timings = timed({1000, 1001}, 0.001);
  EXPECT_EQ(timings[0].samples, 5u);
}

TEST(TimingRounds, GoOnWhileNothingIsCertain) {
  const auto timings = timed({100, 104}, 0.1);
  EXPECT_GT(timings[0].samples, 5u);
  EXPECT_LE(timings[0].samples, 50u);
}

TEST(TimingRounds, DropWhatIsHopelessAfterTwoTurns) {
  const auto timings = timed({100, 400, 104}, 0.1);
  EXPECT_EQ(timings[1].samples, 2u);
  EXPECT_GT(timings[0].samples, 2u);
}

TEST(TimingRounds, EndAtTheirShare) {
  const auto timings = timed({100, 104}, 0.1, {5, 50, 700});
  EXPECT_LT(timings[0].samples, 10u);
}

TEST(TimingRounds, SayWhenTheDeadlineEndedThem) {
  ManualClock clock;
  const auto time_once = [&](size_t) -> Result<double> {
    clock.advance_ns(100);
    return 100.0;
  };
  RoundLimits limits;
  limits.deadline_ns = 250;
  const RoundTimings cut = time_in_rounds({0}, time_once, limits, clock);
  EXPECT_TRUE(cut.ran_out_of_time);
  EXPECT_EQ(cut.contenders[0].samples, 3u);
  limits.deadline_ns = 100'000;
  EXPECT_FALSE(time_in_rounds({0}, time_once, limits, clock).ran_out_of_time);
}

TEST(TimingRounds, AFailureIsToldAndTheOthersGoOn) {
  const auto time_once = [](size_t i) -> Result<double> {
    if (i == 1) return internal_error("no");
    return 100.0;
  };
  const auto timings = time_in_rounds({0, 0, 0}, time_once, {}, kStill).contenders;
  EXPECT_EQ(timings[1].failure, "no");
  EXPECT_EQ(timings[1].samples, 0u);
  EXPECT_EQ(timings[2].median_ns, 100);
  EXPECT_GE(timings[2].samples, 5u);
}

TEST(TimingRounds, AClockThatStandsStillTimesAllAlike) {
  const auto timings = timed({0, 0}, 0);
  EXPECT_GT(timings[0].median_ns, 0);
  EXPECT_EQ(timings[0].median_ns, timings[1].median_ns);
}

TEST(Summarize, TheIntervalHoldsTheMedian) {
  std::vector<double> samples;
  for (int i = 1; i <= 100; ++i) samples.push_back(i);
  const Timing timing = summarize(samples);
  EXPECT_EQ(timing.median_ns, 51);
  EXPECT_EQ(timing.low_ns, 41);
  EXPECT_EQ(timing.high_ns, 60);
}

TEST(FastestWithTies, TheFastestWins) { EXPECT_EQ(fastest_with_ties({30, 10, 20}), 1u); }

TEST(FastestWithTies, WithinTheTieTheFixedOrderDecides) {
  EXPECT_EQ(fastest_with_ties({10.1, 10.0, 20}), 0u);
  EXPECT_EQ(fastest_with_ties({10.3, 10.0, 20}), 1u);
}

TEST(FastestWithTies, WhatWasNeverTimedCannotWin) { EXPECT_EQ(fastest_with_ties({0, 50, 0}), 1u); }

}  // namespace
}  // namespace nightjar::build
