// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/common/small_convert.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <random>
#include <vector>

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::Overflow;
using tensor::PowerRounding;

constexpr DataType kSmallFloats[] = {DataType::kFloat8E4M3FN, DataType::kFloat8E4M3FNUZ,
                                     DataType::kFloat8E5M2,   DataType::kFloat8E5M2FNUZ,
                                     DataType::kFloat4E2M1,   DataType::kFloat8E8M0};

/// Floats of every size, both special and on the edges between two codes.
std::vector<float> awkward_floats(DataType type) {
  std::vector<float> values = {0.0f, -0.0f, INFINITY, -INFINITY, NAN, 3e38f, -3e38f, 1e-45f};
  for (int code = 0; code + 1 < 1 << tensor::bits_of(type); ++code) {
    const double low = tensor::decode_small_float(type, static_cast<uint8_t>(code));
    const double high = tensor::decode_small_float(type, static_cast<uint8_t>(code + 1));
    const auto middle = static_cast<float>((low + high) / 2);
    for (const float value : {static_cast<float>(low), middle, std::nextafter(middle, 0.0f),
                              std::nextafter(middle, INFINITY)}) {
      values.push_back(value);
      values.push_back(-value);
    }
  }
  std::mt19937 random(5);
  for (int i = 0; i < 20000; ++i)
    values.push_back(std::bit_cast<float>(static_cast<uint32_t>(random())));
  return values;
}

TEST(SmallConvert, FloatsAreEncodedAsOneByOne) {
  for (const DataType type : kSmallFloats) {
    for (const Overflow overflow : {Overflow::kSaturate, Overflow::kToSpecial}) {
      for (const auto rounding :
           {PowerRounding::kUp, PowerRounding::kDown, PowerRounding::kNearest}) {
        const auto values = awkward_floats(type);
        std::vector<uint8_t> codes(values.size());
        store_small_function<float>(type, {overflow, rounding})(
            values.data(), static_cast<int64_t>(values.size()), codes.data());
        for (size_t i = 0; i < values.size(); ++i) {
          ASSERT_EQ(codes[i], tensor::encode_small_float(type, values[i], overflow, rounding))
              << name_of(type) << " " << values[i];
        }
      }
    }
  }
}

TEST(SmallConvert, EveryCodeComesBack) {
  for (const DataType type : kSmallFloats) {
    for (int code = 0; code < 1 << tensor::bits_of(type); ++code) {
      const auto byte = static_cast<uint8_t>(code);
      double value = 0;
      load_small_function<double>(type)(&byte, 1, &value);
      const double wanted = tensor::decode_small_float(type, byte);
      if (std::isnan(wanted)) {
        EXPECT_TRUE(std::isnan(value)) << name_of(type) << code;
      } else {
        EXPECT_EQ(value, wanted) << name_of(type);
      }
    }
  }
}

TEST(SmallConvert, IntegersKeepTheirLowBits) {
  const std::vector<float> values = {-9.0f, -8.0f, -1.9f, -1.0f, 0.0f, 7.6f, 8.0f, 15.0f, 16.0f};
  const auto kept = [&](DataType type) {
    std::vector<uint8_t> codes(values.size());
    const auto count = static_cast<int64_t>(values.size());
    store_small_function<float>(type)(values.data(), count, codes.data());
    std::vector<int64_t> integers(values.size());
    load_small_function<int64_t>(type)(codes.data(), count, integers.data());
    return integers;
  };
  EXPECT_EQ(kept(DataType::kInt4), (std::vector<int64_t>{7, -8, -1, -1, 0, 7, -8, -1, 0}));
  EXPECT_EQ(kept(DataType::kUInt4), (std::vector<int64_t>{7, 8, 15, 15, 0, 7, 8, 15, 0}));
  EXPECT_EQ(kept(DataType::kInt2), (std::vector<int64_t>{-1, 0, -1, -1, 0, -1, 0, -1, 0}));
  EXPECT_EQ(kept(DataType::kUInt2), (std::vector<int64_t>{3, 0, 3, 3, 0, 3, 0, 3, 0}));
}

TEST(SmallConvert, PackingPutsTheFirstElementLow) {
  const std::vector<uint8_t> nibbles = {1, 2, 15};
  std::vector<uint8_t> packed(2, 0xcc);
  pack(DataType::kUInt4, nibbles.data(), 3, packed.data());
  EXPECT_EQ(packed, (std::vector<uint8_t>{0x21, 0x0f}));
  const std::vector<uint8_t> pairs = {0, 1, 2, 3, 2};
  pack(DataType::kInt2, pairs.data(), 5, packed.data());
  EXPECT_EQ(packed, (std::vector<uint8_t>{0xe4, 0x02}));
  std::vector<uint8_t> back(5);
  unpack(DataType::kInt2, packed.data(), 5, back.data());
  EXPECT_EQ(back, pairs);
}

TEST(SmallConvert, KnowsWhichTypesShareBytes) {
  EXPECT_TRUE(is_packed(DataType::kFloat4E2M1));
  EXPECT_TRUE(is_packed(DataType::kUInt2));
  EXPECT_FALSE(is_packed(DataType::kFloat8E5M2));
  EXPECT_TRUE(is_small_number(DataType::kFloat8E5M2));
  EXPECT_FALSE(is_small_number(DataType::kInt8));
  EXPECT_EQ(load_small_function<float>(DataType::kInt8), nullptr);
  EXPECT_EQ(store_small_function<float>(DataType::kFloat16), nullptr);
}

TEST(SmallConvert, WholeBytesAreConvertibleLikeAnyOther) {
  EXPECT_TRUE(is_convertible(DataType::kFloat8E4M3FN));
  EXPECT_TRUE(is_convertible(DataType::kFloat8E8M0));
  EXPECT_FALSE(is_convertible(DataType::kFloat4E2M1));
  EXPECT_FALSE(is_convertible(DataType::kInt4));
}

/// 1 + 2^-11 + 2^-40 lies above the middle of two halves; as a float it would lie on it.
TEST(SmallConvert, DoublesRoundOnceToHalves) {
  const double value = 1.0 + 0x1p-11 + 0x1p-40;
  uint16_t bits = 0;
  store_function<double>(DataType::kFloat16)(&value, 1, &bits);
  EXPECT_EQ(bits, 0x3c01);
  const double below = 1.0 + 0x3p-11 - 0x1p-40;
  store_function<double>(DataType::kFloat16)(&below, 1, &bits);
  EXPECT_EQ(bits, 0x3c01);
}

}  // namespace
}  // namespace nightjar::kernels
