// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/integer_range.h"

#include <gtest/gtest.h>

namespace nightjar::tensor {
namespace {

void expect_range(DataType type, double low, double high) {
  EXPECT_EQ(integer_range(type).low, low) << name_of(type);
  EXPECT_EQ(integer_range(type).high, high) << name_of(type);
}

TEST(IntegerRange, FollowsFromSignAndBits) {
  expect_range(DataType::kInt2, -2, 1);
  expect_range(DataType::kUInt2, 0, 3);
  expect_range(DataType::kInt4, -8, 7);
  expect_range(DataType::kUInt8, 0, 255);
  expect_range(DataType::kInt16, -32768, 32767);
  expect_range(DataType::kUInt32, 0, 4294967295.0);
  EXPECT_TRUE(is_signed_integer(DataType::kInt64));
  EXPECT_FALSE(is_signed_integer(DataType::kUInt16));
  EXPECT_FALSE(is_signed_integer(DataType::kFloat32));
}

}  // namespace
}  // namespace nightjar::tensor
