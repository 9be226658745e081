// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/scan.h"

#include <gtest/gtest.h>

#include "tests/results/changes/examples.h"

namespace nightjar::changes {
namespace {

TEST(ScanTest, ThePeakStandsAtTheStep) {
  const auto values = examples::stepped(examples::noise(100, 1), 40, 4);
  const Peak peak = scan(values, fit_noise(examples::noise(500, 2), 1));
  EXPECT_NEAR(static_cast<double>(peak.position), 40, 1);
  EXPECT_GT(peak.z, 8);
  EXPECT_EQ(difference_at(values, peak.position, fit_noise(examples::noise(500, 2), 1)), peak.z);
}

TEST(ScanTest, AShortWindowHasNone) {
  EXPECT_EQ(scan(examples::noise(9, 1), Noise{}).position, 0U);
}

TEST(ScanTest, SpikesWeighLittle) {
  auto values = examples::noise(100, 3);
  for (const size_t i : {50, 51, 52}) values[i] = 1e6;
  EXPECT_LT(scan(values, fit_noise(examples::noise(500, 2), 1)).z, 4);
}

TEST(ScanTest, ChanceIsThatOfSimulatedPeaks) {
  Noise noise = fit_noise(examples::noise(5000, 4), 1);
  noise.degrees = std::numeric_limits<double>::infinity();
  int above = 0;
  constexpr int kSeries = 4000;
  for (uint64_t seed = 0; seed < kSeries; ++seed) {
    above += chance_of_peak(scan(examples::noise(100, 100 + seed), noise).z, 100) < 0.05 ? 1 : 0;
  }
  EXPECT_LT(above, kSeries * 0.06);
  EXPECT_GT(above, kSeries * 0.025);
}

TEST(ScanTest, ChanceFallsWithHeightAndGrowsWithLength) {
  EXPECT_EQ(chance_of_peak(0.5, 100), 1);
  EXPECT_GT(chance_of_peak(4, 100), chance_of_peak(5, 100));
  EXPECT_LT(chance_of_peak(4, 100), chance_of_peak(4, 1000));
}

}  // namespace
}  // namespace nightjar::changes
