// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Rows of candidates with noise: the change must be found, and nothing where there is none.
#include "results/bisect/bisection.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>
#include <set>

namespace nightjar::bisect {
namespace {

/// Figures of candidates around their levels; now and then a disturbed one.
class Bench {
 public:
  Bench(uint64_t seed, double noise, std::function<double(size_t)> level)
      : random_(seed), noise_(0, noise), level_(std::move(level)) {}

  std::vector<double> measure(const Request& request) {
    std::vector<double> figures;
    std::bernoulli_distribution is_disturbed(0.05);
    for (int64_t i = 0; i < request.samples; ++i) {
      const double spike = is_disturbed(random_) ? 1.5 : 1;
      figures.push_back(level_(request.candidate) * std::exp(noise_(random_)) * spike);
    }
    total_ += request.samples;
    asked_.insert(request.candidate);
    return figures;
  }
  int64_t total() const { return total_; }
  const std::set<size_t>& asked() const { return asked_; }

 private:
  std::mt19937_64 random_;
  std::normal_distribution<double> noise_;
  std::function<double(size_t)> level_;
  int64_t total_ = 0;
  std::set<size_t> asked_;
};

Bisection run(Bench& bench, size_t candidates, const std::set<size_t>& broken = {}) {
  Bisection bisection(candidates, {});
  for (int step = 0; step < 1000; ++step) {
    const auto request = bisection.next();
    if (!request) return bisection;
    if (broken.count(request->candidate) != 0) {
      bisection.skip(request->candidate);
    } else {
      bisection.add(request->candidate, bench.measure(*request));
    }
  }
  ADD_FAILURE() << "it does not end";
  return bisection;
}

TEST(Bisection, FindsTheStepAmongManyInFewMeasurements) {
  int found = 0, builds = 0;
  constexpr int kTrials = 100;
  for (uint64_t seed = 0; seed < kTrials; ++seed) {
    const size_t culprit = 1 + seed * 7 % 63;
    Bench bench(seed, 0.02, [&](size_t i) { return i < culprit ? 1.0 : 1.1; });
    const Bisection bisection = run(bench, 64);
    const auto culprits = bisection.culprits();
    found +=
        culprits.size() == 1 && culprits[0].after == culprit && culprits[0].before + 1 == culprit;
    builds += static_cast<int>(bench.asked().size());
  }
  EXPECT_GE(found, 97);
  EXPECT_LE(builds, 10 * kTrials) << "two ends and six halvings, or little more";
}

TEST(Bisection, WhereNothingChangesNothingIsBlamed) {
  int blamed = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    Bench bench(seed, 0.02, [](size_t) { return 1.0; });
    blamed += run(bench, 64).culprits().empty() ? 0 : 1;
  }
  EXPECT_LE(blamed, 1);
}

TEST(Bisection, TwoStepsAreBothFound) {
  Bench bench(3, 0.01, [](size_t i) { return i < 10 ? 1.0 : i < 40 ? 1.2 : 1.4; });
  const auto culprits = run(bench, 64).culprits();
  ASSERT_EQ(culprits.size(), 2u);
  EXPECT_EQ(culprits[0].after, 10u);
  EXPECT_EQ(culprits[1].after, 40u);
}

TEST(Bisection, AnImprovementIsAChangeToo) {
  Bench bench(4, 0.01, [](size_t i) { return i < 5 ? 1.0 : 0.8; });
  const auto culprits = run(bench, 16).culprits();
  ASSERT_EQ(culprits.size(), 1u);
  EXPECT_EQ(culprits[0].after, 5u);
  EXPECT_NEAR(culprits[0].comparison.change, -0.2, 0.03);
}

TEST(Bisection, MoreIsMeasuredWhereItIsUnknown) {
  Bench calm(5, 0.002, [](size_t i) { return i < 2 ? 1.0 : 1.1; });
  Bench noisy(5, 0.08, [](size_t i) { return i < 2 ? 1.0 : 1.1; });
  run(calm, 4);
  run(noisy, 4);
  EXPECT_GT(noisy.total(), calm.total());
}

TEST(Bisection, WhatStaysUnknownIsSaid) {
  Bench wild(6, 0.8, [](size_t i) { return i < 2 ? 1.0 : 1.02; });
  const Bisection bisection = run(wild, 4);
  EXPECT_TRUE(bisection.culprits().empty());
  EXPECT_FALSE(bisection.open_questions().empty());
  for (const auto& [candidate, figures] : bisection.figures()) EXPECT_LE(figures.size(), 30u);
}

TEST(Bisection, ACandidateThatCannotBeBuiltIsPassedOver) {
  Bench bench(7, 0.01, [](size_t i) { return i < 8 ? 1.0 : 1.2; });
  const auto culprits = run(bench, 16, {7, 8}).culprits();
  ASSERT_EQ(culprits.size(), 1u);
  EXPECT_EQ(culprits[0].before, 6u);
  EXPECT_EQ(culprits[0].after, 9u);
}

}  // namespace
}  // namespace nightjar::bisect
