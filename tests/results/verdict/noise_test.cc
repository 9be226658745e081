// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/noise.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/results/verdict/examples.h"

namespace nightjar::verdict {
namespace {

Noise noise_of(const std::vector<double>& medians) {
  const Baseline baseline = choose_baseline(examples::points(medians));
  return estimate_noise(record::examples::summary(1e6), baseline, 0.03, 4);
}

TEST(NoiseTest, OneRunStandsOnThePrior) {
  const Noise noise = noise_of({1e6});
  EXPECT_DOUBLE_EQ(noise.between_runs, 0.03);
  EXPECT_NEAR(noise.within_run, 0.004 / 3.92, 1e-9);
  EXPECT_NEAR(noise.of_change, 0.03 * std::sqrt(2.0), 1e-4);
  EXPECT_EQ(noise.source, "an assumed 3.0 % between runs, as there are only 1 earlier");
}

TEST(NoiseTest, TwoRunsDoNotMeasureASpreadYet) {
  EXPECT_DOUBLE_EQ(noise_of({1e6, 2e6}).between_runs, 0.03);
}

TEST(NoiseTest, QuietRunsShrinkThePriorSlowly) {
  const std::vector<double> quiet(20, 1e6);
  EXPECT_NEAR(noise_of({1e6, 1e6, 1e6}).between_runs, 0.03 * std::sqrt(4.0 / 6), 1e-9);
  EXPECT_NEAR(noise_of(quiet).between_runs, 0.03 * std::sqrt(4.0 / 23), 1e-9);
}

TEST(NoiseTest, WildRunsRaiseIt) {
  const Noise noise = noise_of({0.8e6, 1.2e6, 0.9e6, 1.1e6, 1.0e6, 1.25e6, 0.75e6});
  EXPECT_GT(noise.between_runs, 0.12);
  EXPECT_NE(noise.source.find("between 7 earlier runs"), std::string::npos);
}

TEST(NoiseTest, AnUnsteadyMeasurementAddsItsOwn) {
  record::Summary latency = record::examples::summary(1e6);
  latency.median_low_ns = 0.8e6;
  latency.median_high_ns = 1.2e6;
  const Noise noise = estimate_noise(latency, choose_baseline(examples::points({1e6})), 0.03, 4);
  EXPECT_NEAR(noise.within_run, 0.4 / 3.92, 1e-9);
  EXPECT_GT(noise.of_change, 0.1);
}

}  // namespace
}  // namespace nightjar::verdict
