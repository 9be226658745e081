// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "base/float16.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace nightjar {
namespace {

TEST(Half, EveryBitPatternComesBack) {
  for (uint32_t bits = 0; bits <= 0xffff; ++bits) {
    Half half;
    half.bits = static_cast<uint16_t>(bits);
    const float wide = static_cast<float>(half);
    if (std::isnan(wide)) {
      EXPECT_TRUE(std::isnan(static_cast<float>(Half(wide)))) << bits;
    } else {
      EXPECT_EQ(Half(wide).bits, half.bits);
    }
  }
}

TEST(Half, RoundsToNearestEven) {
  EXPECT_EQ(static_cast<float>(Half(2049.0f)), 2048.0f);
  EXPECT_EQ(static_cast<float>(Half(2051.0f)), 2052.0f);
  EXPECT_EQ(static_cast<float>(Half(65519.0f)), 65504.0f);
  EXPECT_TRUE(std::isinf(static_cast<float>(Half(65520.0f))));
  EXPECT_EQ(static_cast<float>(Half(std::ldexp(1.0f, -25))), 0.0f);
  EXPECT_EQ(static_cast<float>(Half(std::ldexp(1.5f, -25))), std::ldexp(1.0f, -24));
}

TEST(BFloat16, EveryBitPatternComesBack) {
  for (uint32_t bits = 0; bits <= 0xffff; ++bits) {
    BFloat16 narrow;
    narrow.bits = static_cast<uint16_t>(bits);
    const float wide = static_cast<float>(narrow);
    if (std::isnan(wide)) {
      EXPECT_TRUE(std::isnan(static_cast<float>(BFloat16(wide)))) << bits;
    } else {
      EXPECT_EQ(BFloat16(wide).bits, narrow.bits);
    }
  }
}

TEST(BFloat16, RoundsToNearestEven) {
  EXPECT_EQ(static_cast<float>(BFloat16(257.0f)), 256.0f);
  EXPECT_EQ(static_cast<float>(BFloat16(259.0f)), 260.0f);
  EXPECT_TRUE(std::isinf(static_cast<float>(BFloat16(std::numeric_limits<float>::max()))));
}

}  // namespace
}  // namespace nightjar
