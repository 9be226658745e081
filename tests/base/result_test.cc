// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>

namespace nightjar {
namespace {

Result<int> half_of(int value) {
  if (value % 2 != 0) return invalid_input(std::to_string(value) + " is odd");
  return value / 2;
}

Result<int> quarter_of(int value) {
  NIGHTJAR_ASSIGN(const int half, half_of(value));
  return half_of(half);
}

Status expect_even(int value) {
  NIGHTJAR_TRY(half_of(value));
  return {};
}

TEST(Result, CarriesAValueOrAnError) {
  EXPECT_EQ(quarter_of(12).value(), 3);
  const auto failed = quarter_of(6);
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().kind, ErrorKind::kInvalidInput);
  EXPECT_EQ(failed.error().message, "3 is odd");
}

TEST(Result, StatusPassesErrorsOn) {
  EXPECT_TRUE(expect_even(4).ok());
  EXPECT_EQ(expect_even(5).error().message, "5 is odd");
}

TEST(Result, ErrorsCanBePlaced) {
  const Error error = not_found("no such key").in("suite.yaml:3");
  EXPECT_EQ(error.message, "suite.yaml:3: no such key");
  EXPECT_EQ(error.kind, ErrorKind::kNotFound);
}

TEST(Result, HoldsMoveOnlyValues) {
  Result<std::unique_ptr<int>> result = std::make_unique<int>(5);
  std::unique_ptr<int> taken = std::move(result).value();
  EXPECT_EQ(*taken, 5);
}

TEST(Result, EveryKindHasAName) {
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::kInternal); ++kind) {
    EXPECT_STRNE(to_string(static_cast<ErrorKind>(kind)), "unknown");
  }
}

}  // namespace
}  // namespace nightjar
