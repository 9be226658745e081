// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/noise.h"

#include <gtest/gtest.h>

#include "tests/results/changes/examples.h"

namespace nightjar::changes {
namespace {

TEST(NoiseTest, ScoresAreBounded) {
  const Spread spread{.centre = 0, .scale = 2, .variance = 1, .skewness = 0};
  EXPECT_EQ(spread.score(1), 0.5);
  EXPECT_EQ(spread.score(-1e9), -Spread::kBound);
  EXPECT_EQ(Spread{}.score(3), 0);
}

TEST(NoiseTest, IsFittedToWhatThereIs) {
  for (const double memory : {0.0, 0.3, 0.6}) {
    const Noise noise = fit_noise(examples::noise(4000, 1, memory), 1);
    EXPECT_NEAR(noise.autocorrelation, memory, 0.05);
    EXPECT_NEAR(noise.innovations.scale, std::sqrt(1 - memory * memory), 0.05);
    EXPECT_LT(noise.inflation, 1.4);
  }
}

TEST(NoiseTest, IsGuessedThroughALargeStep) {
  const auto values = examples::stepped(examples::noise(4000, 2, 0.6), 2000, 50);
  EXPECT_NEAR(guess_noise(values).autocorrelation, 0.6, 0.1);
}

TEST(NoiseTest, LongMemoryInflatesSums) {
  std::vector<double> values = examples::noise(4000, 3, 0.8);
  const auto more = examples::noise(4000, 4);
  for (size_t i = 0; i < values.size(); ++i) values[i] += more[i];
  EXPECT_GT(fit_noise(values, 1).inflation, 1.5);
}

TEST(NoiseTest, ConstantValuesHaveNone) {
  const Noise noise = fit_noise(std::vector<double>(50, 0.0), 1);
  EXPECT_EQ(noise.innovations.scale, 0);
}

TEST(NoiseTest, InnovationsAreWhatTheNeighbourDidNotSay) {
  EXPECT_EQ(innovations(std::vector<double>{2, 4, 4}, 0.5), (std::vector<double>{1, 3, 2}));
}

}  // namespace
}  // namespace nightjar::changes
