// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/host_tensor.h"

#include <gtest/gtest.h>

#include <cmath>

namespace nightjar::tensor {
namespace {

const DataType kNumericTypes[] = {
    DataType::kFloat32,    DataType::kUInt8,          DataType::kInt8,
    DataType::kUInt16,     DataType::kInt16,          DataType::kInt32,
    DataType::kInt64,      DataType::kFloat16,        DataType::kFloat64,
    DataType::kUInt32,     DataType::kUInt64,         DataType::kComplex64,
    DataType::kComplex128, DataType::kBFloat16,       DataType::kFloat8E4M3FN,
    DataType::kFloat8E5M2, DataType::kFloat8E4M3FNUZ, DataType::kFloat8E5M2FNUZ,
    DataType::kUInt4,      DataType::kInt4,           DataType::kFloat4E2M1,
    DataType::kUInt2,
};

TEST(HostTensor, SmallNumbersSurviveEveryType) {
  for (const DataType type : kNumericTypes) {
    HostTensor tensor(type, {7});
    for (int64_t i = 0; i < 7; ++i) tensor.set_value(i, static_cast<double>(i % 4));
    for (int64_t i = 0; i < 7; ++i) {
      EXPECT_EQ(tensor.value_at(i), static_cast<double>(i % 4)) << name_of(type);
      EXPECT_EQ(tensor.integer_at(i), i % 4) << name_of(type);
    }
    tensor.set_integer(3, 2);
    EXPECT_EQ(tensor.integer_at(3), 2) << name_of(type);
    EXPECT_EQ(tensor.integer_at(2), 2) << name_of(type);
    EXPECT_EQ(tensor.integer_at(4), 0) << name_of(type);
  }
}

TEST(HostTensor, StartsAsZerosAligned) {
  const HostTensor tensor(DataType::kFloat32, {3, 5});
  EXPECT_EQ(reinterpret_cast<uintptr_t>(tensor.bytes()) % 64, 0u);
  for (const float value : tensor.as<float>()) EXPECT_EQ(value, 0.0f);
  EXPECT_EQ(HostTensor(DataType::kFloat32, {0, 4}).count(), 0);
  EXPECT_EQ(HostTensor(DataType::kFloat32, {}).count(), 1);
}

TEST(HostTensor, PackedTypesLieLowBitsFirst) {
  HostTensor four(DataType::kInt4, {3});
  four.set_integer(0, -1);
  four.set_integer(1, 2);
  four.set_integer(2, -8);
  EXPECT_EQ(four.byte_count(), 2u);
  EXPECT_EQ(four.bytes()[0], std::byte{0x2f});
  EXPECT_EQ(four.bytes()[1], std::byte{0x08});
  EXPECT_EQ(four.integer_at(0), -1);
  HostTensor two(DataType::kInt2, {5});
  two.set_integer(4, -2);
  EXPECT_EQ(two.byte_count(), 2u);
  EXPECT_EQ(two.bytes()[1], std::byte{0x02});
}

TEST(HostTensor, IntegersSaturateAndRoundToEven) {
  HostTensor bytes(DataType::kInt8, {4});
  bytes.set_value(0, 300.0);
  bytes.set_value(1, -300.0);
  bytes.set_value(2, 2.5);
  bytes.set_value(3, std::nan(""));
  EXPECT_EQ(bytes.to_integers(), (std::vector<int64_t>{127, -128, 2, 0}));
  HostTensor wide(DataType::kInt64, {1});
  wide.set_value(0, 1e30);
  EXPECT_EQ(wide.integer_at(0), INT64_MAX);
  HostTensor nibble(DataType::kUInt4, {1});
  nibble.set_integer(0, 99);
  EXPECT_EQ(nibble.integer_at(0), 15);
}

TEST(HostTensor, LargeUnsignedValuesAreKept) {
  HostTensor tensor(DataType::kUInt64, {1});
  tensor.as<uint64_t>()[0] = UINT64_MAX;
  EXPECT_EQ(tensor.value_at(0), std::ldexp(1.0, 64));
  HostTensor copy(DataType::kUInt64, {1});
  copy.set_integer(0, tensor.integer_at(0));
  EXPECT_TRUE(identical(tensor, copy));
}

TEST(HostTensor, RefusesBytesThatDoNotFit) {
  const std::vector<std::byte> bytes(10);
  EXPECT_FALSE(HostTensor::from_bytes(DataType::kFloat32, {3}, bytes).ok());
  EXPECT_FALSE(HostTensor::from_bytes(DataType::kFloat32, {-1}, bytes).ok());
  EXPECT_FALSE(HostTensor::from_bytes(DataType::kInt2, {INT64_MAX, 4}, bytes).ok());
  EXPECT_FALSE(HostTensor::from_bytes(DataType::kInt2, {INT64_MAX}, bytes).ok());
  EXPECT_FALSE(HostTensor::from_bytes(DataType::kString, {1}, bytes).ok());
  EXPECT_TRUE(HostTensor::from_bytes(DataType::kInt4, {19}, bytes).ok());
}

TEST(HostTensor, ReshapedSharesBytes) {
  const HostTensor tensor = HostTensor::of_int64({2, 3}, {1, 2, 3, 4, 5, 6});
  const HostTensor view = tensor.reshaped({3, 2});
  EXPECT_EQ(view.bytes(), tensor.bytes());
  EXPECT_EQ(view.dims(), (Dims{3, 2}));
  EXPECT_FALSE(identical(tensor, view));
}

TEST(HostTensor, StringsAreCompared) {
  const auto tensor = HostTensor::of_strings({2}, {"left", "right"});
  EXPECT_EQ(tensor.strings()[1], "right");
  EXPECT_TRUE(identical(tensor, HostTensor::of_strings({2}, {"left", "right"})));
  EXPECT_FALSE(identical(tensor, HostTensor::of_strings({2}, {"left", "wrong"})));
}

}  // namespace
}  // namespace nightjar::tensor
