// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/sparkline.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace nightjar::report {
namespace {

TEST(SparklineTest, GoesFromLowestToHighest) {
  EXPECT_EQ(sparkline(std::vector<double>{1, 8, 4.5}), "▁█▅");
}

TEST(SparklineTest, NoiseStaysLevel) {
  EXPECT_EQ(sparkline(std::vector<double>{100, 100.5, 99.9}), "▅▅▅");
  EXPECT_EQ(sparkline(std::vector<double>{7}), "▅");
}

TEST(SparklineTest, WhatIsNoNumberIsABlank) {
  EXPECT_EQ(sparkline(std::vector<double>{1, std::nan(""), 2}), "▁ █");
  EXPECT_EQ(sparkline({}), "");
}

}  // namespace
}  // namespace nightjar::report
