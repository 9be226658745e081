// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/product/silu.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace nightjar::kernels {
namespace {

float silu(float x) {
  apply_silu<1>(x);
  return x;
}

TEST(Silu, IsWithinAFewUnitsInTheLastPlace) {
  for (float x = -80; x < 80; x += 0.0137f) {
    const double expected = x / (1 + std::exp(-static_cast<double>(x)));
    EXPECT_NEAR(silu(x), expected, 6e-7 * std::abs(expected)) << x;
  }
}

TEST(Silu, EndsAsTheDefinitionDoes) {
  EXPECT_EQ(silu(0.0f), 0.0f);
  EXPECT_EQ(silu(200.0f), 200.0f);
  EXPECT_EQ(silu(1e38f), 1e38f);
  EXPECT_EQ(silu(-200.0f), 0.0f);
  EXPECT_EQ(silu(-3e38f), 0.0f);
  EXPECT_EQ(silu(std::numeric_limits<float>::infinity()), std::numeric_limits<float>::infinity());
  EXPECT_TRUE(std::isnan(silu(std::nanf(""))));
  EXPECT_TRUE(std::isnan(silu(-std::nanf(""))));
}

TEST(Silu, LanesAreIndependent) {
  Lanes<4>::Float x = {-3.0f, 0.5f, 300.0f, -1e30f};
  const Lanes<4>::Float before = x;
  apply_silu<4>(x);
  for (int i = 0; i < 4; ++i) EXPECT_NEAR(x[i], silu(before[i]), 1e-6);
}

}  // namespace
}  // namespace nightjar::kernels
