// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/record/units.h"

#include <gtest/gtest.h>

#include <limits>

namespace nightjar::record {
namespace {

TEST(UnitsTest, DurationsKeepThreeDigits) {
  EXPECT_EQ(human_duration(987), "987 ns");
  EXPECT_EQ(human_duration(1.2345e6), "1.23 ms");
  EXPECT_EQ(human_duration(45'678), "45.7 µs");
  EXPECT_EQ(human_duration(75e9), "75.0 s");
  EXPECT_EQ(human_duration(999'999), "1.00 ms");
  EXPECT_EQ(human_duration(0), "0.00 ns");
  EXPECT_EQ(human_duration(-2e6), "-2.00 ms");
  EXPECT_EQ(human_duration(std::numeric_limits<double>::quiet_NaN()), "-");
}

TEST(UnitsTest, ChangesShowTheirSign) {
  EXPECT_EQ(human_change(0.2), "+20.0 %");
  EXPECT_EQ(human_change(-0.005), "-0.5 %");
  EXPECT_EQ(human_percent(0.05), "5.0 %");
}

TEST(UnitsTest, RatesAndBytes) {
  EXPECT_EQ(human_rate(118), "118/s");
  EXPECT_EQ(human_rate(1530), "1.53k/s");
  EXPECT_EQ(human_bytes(512), "512 B");
  EXPECT_EQ(human_bytes(1536), "1.50 KiB");
  EXPECT_EQ(human_bytes(int64_t{3} << 30), "3.00 GiB");
}

}  // namespace
}  // namespace nightjar::record
