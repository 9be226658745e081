// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/density.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/results/changes/examples.h"

namespace nightjar::changes {
namespace {

TEST(DensityTest, ComesNearTheNormalOne) {
  const auto values = examples::noise(5000, 1);
  const Density density(values);
  ASSERT_TRUE(density.is_known());
  for (const double x : {-1.5, -0.5, 0.0, 1.0}) {
    EXPECT_NEAR(std::exp(density.log_at(x)), std::exp(-0.5 * x * x) / std::sqrt(2 * M_PI), 0.06);
  }
  // A normal value surprises by its entropy, (1 + log 2 pi) / 2.
  EXPECT_NEAR(density.surprise_at(values) / 5000, 0.5 * (1 + std::log(2 * M_PI)), 0.05);
}

TEST(DensityTest, KeepsModesApart) {
  auto values = examples::noise(1000, 2);
  for (size_t i = 0; i < values.size(); i += 2) values[i] += 8;
  const Density density(values);
  EXPECT_GT(density.log_at(0), density.log_at(4) + 1);
  EXPECT_GT(density.log_at(8), density.log_at(4) + 1);
}

TEST(DensityTest, OutliersAreUnlikelyAndNotImpossible) {
  auto values = examples::noise(200, 3);
  values[7] = 1e6;
  const Density density(values);
  EXPECT_LT(density.log_at(1e6), -20);
  EXPECT_TRUE(std::isfinite(density.log_at(1e6)));
  EXPECT_TRUE(std::isfinite(density.surprise_at(values)));
}

TEST(DensityTest, EqualValuesHaveNone) {
  EXPECT_FALSE(Density(std::vector<double>(50, 7.0)).is_known());
  EXPECT_FALSE(Density(std::vector<double>{}).is_known());
}

}  // namespace
}  // namespace nightjar::changes
