// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/small_float.h"

#include <gtest/gtest.h>

#include <cmath>

namespace nightjar::tensor {
namespace {

const DataType kSmallFloats[] = {DataType::kFloat8E4M3FN, DataType::kFloat8E4M3FNUZ,
                                 DataType::kFloat8E5M2,   DataType::kFloat8E5M2FNUZ,
                                 DataType::kFloat4E2M1,   DataType::kFloat8E8M0};

TEST(SmallFloat, EveryBitPatternComesBack) {
  for (const DataType type : kSmallFloats) {
    ASSERT_TRUE(is_small_float(type));
    const int patterns = 1 << bits_of(type);
    for (int bits = 0; bits < patterns; ++bits) {
      const double value = decode_small_float(type, static_cast<uint8_t>(bits));
      const uint8_t again = encode_small_float(type, value, Overflow::kToSpecial);
      if (std::isnan(value)) {
        EXPECT_TRUE(std::isnan(decode_small_float(type, again))) << name_of(type) << bits;
      } else {
        EXPECT_EQ(again, bits) << name_of(type);
      }
    }
  }
}

TEST(SmallFloat, EveryValueBetweenTwoRoundsToTheNearer) {
  for (const DataType type : kSmallFloats) {
    if (type == DataType::kFloat8E8M0) continue;
    const int positives = 1 << (bits_of(type) - 1);
    for (int bits = 0; bits + 1 < positives; ++bits) {
      const double low = decode_small_float(type, static_cast<uint8_t>(bits));
      const double high = decode_small_float(type, static_cast<uint8_t>(bits + 1));
      if (!std::isfinite(high)) break;
      EXPECT_EQ(encode_small_float(type, low + (high - low) * 0.4375), bits) << name_of(type);
      EXPECT_EQ(encode_small_float(type, low + (high - low) * 0.5625), bits + 1) << name_of(type);
      const int even = bits % 2 == 0 ? bits : bits + 1;
      EXPECT_EQ(encode_small_float(type, (low + high) / 2), even) << name_of(type);
    }
  }
}

TEST(SmallFloat, LargestValues) {
  EXPECT_EQ(
      decode_small_float(DataType::kFloat8E4M3FN, encode_small_float(DataType::kFloat8E4M3FN, 1e9)),
      448.0);
  EXPECT_EQ(decode_small_float(DataType::kFloat8E4M3FNUZ,
                               encode_small_float(DataType::kFloat8E4M3FNUZ, 1e9)),
            240.0);
  EXPECT_EQ(decode_small_float(DataType::kFloat8E5M2,
                               encode_small_float(DataType::kFloat8E5M2, HUGE_VAL)),
            57344.0);
  EXPECT_EQ(
      decode_small_float(DataType::kFloat4E2M1, encode_small_float(DataType::kFloat4E2M1, -99)),
      -6.0);
  const uint8_t infinity = encode_small_float(DataType::kFloat8E5M2, -1e9, Overflow::kToSpecial);
  EXPECT_EQ(decode_small_float(DataType::kFloat8E5M2, infinity), -HUGE_VAL);
  const uint8_t nan = encode_small_float(DataType::kFloat8E4M3FN, 1e9, Overflow::kToSpecial);
  EXPECT_TRUE(std::isnan(decode_small_float(DataType::kFloat8E4M3FN, nan)));
}

TEST(SmallFloat, ScalesRoundUpToPowersOfTwo) {
  EXPECT_EQ(
      decode_small_float(DataType::kFloat8E8M0, encode_small_float(DataType::kFloat8E8M0, 3.0)),
      4.0);
  EXPECT_EQ(
      decode_small_float(DataType::kFloat8E8M0, encode_small_float(DataType::kFloat8E8M0, 4.0)),
      4.0);
  EXPECT_EQ(encode_small_float(DataType::kFloat8E8M0, 0.0), 0);
}

TEST(SmallFloat, ScalesRoundAsAsked) {
  const auto scale = [](double value, PowerRounding rounding,
                        Overflow overflow = Overflow::kSaturate) {
    constexpr DataType kType = DataType::kFloat8E8M0;
    return decode_small_float(kType, encode_small_float(kType, value, overflow, rounding));
  };
  EXPECT_EQ(scale(3.9, PowerRounding::kDown), 2.0);
  EXPECT_EQ(scale(2.9, PowerRounding::kNearest), 2.0);
  EXPECT_EQ(scale(3.0, PowerRounding::kNearest), 4.0);
  EXPECT_EQ(scale(HUGE_VAL, PowerRounding::kUp), 0x1p127);
  EXPECT_EQ(scale(1e-50, PowerRounding::kUp), 0x1p-127);
  for (const double value : {0.0, 1e-50, 1e50, HUGE_VAL}) {
    EXPECT_TRUE(std::isnan(scale(value, PowerRounding::kNearest, Overflow::kToSpecial))) << value;
  }
}

TEST(SmallFloat, NanWithoutAFormIsNegativeZero) {
  const uint8_t bits = encode_small_float(DataType::kFloat4E2M1, std::nan(""));
  EXPECT_TRUE(std::signbit(decode_small_float(DataType::kFloat4E2M1, bits)));
  EXPECT_EQ(decode_small_float(DataType::kFloat4E2M1, bits), 0.0);
}

}  // namespace
}  // namespace nightjar::tensor
