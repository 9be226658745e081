// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/moment.h"

#include <gtest/gtest.h>

#include <cmath>

namespace nightjar::changes {
namespace {

double seconds(std::string_view text) {
  const auto moment = read_moment(text);
  return moment ? moment->order : std::nan("");
}

TEST(MomentTest, NumbersAreTheirOwnOrder) {
  EXPECT_EQ(seconds("1700000000"), 1.7e9);
  EXPECT_EQ(seconds("-2.5e3"), -2500);
  EXPECT_TRUE(read_moment("7")->is_number);
}

TEST(MomentTest, DatesCountFrom1970) {
  EXPECT_EQ(seconds("1970-01-02"), 86400);
  EXPECT_EQ(seconds("2000-03-01T00:00:00Z"), 951868800);
  EXPECT_EQ(seconds("1970-01-01 01:30"), 5400);
  EXPECT_EQ(seconds("1970-01-01T02:00:00.5+02:00"), 0.5);
  EXPECT_EQ(seconds("1970-01-01T00:00:00-0130"), 5400);
  EXPECT_FALSE(read_moment("1970-01-02")->is_number);
}

TEST(MomentTest, OtherTextsAreRefused) {
  for (const char* text :
       {"", "soon", "inf", "2026-02-30", "2026-13-01", "2026-01-01T", "1e999", "2026-01-01T24:30",
        "2026-01-01T12:30:05.\xb2", "2026-01-01X", "12:30", "2026-01-01T12:30:00+1"}) {
    EXPECT_FALSE(read_moment(text)) << text;
  }
}

TEST(MomentTest, NumbersAreReadAsAWhole) {
  EXPECT_EQ(read_number("+1.5"), 1.5);
  EXPECT_EQ(read_number("-.5"), -0.5);
  for (const char* text : {"1.5 ms", "", "+", "-", "+-5", "--5", "-+5", "0x10", " 1"}) {
    EXPECT_FALSE(read_number(text)) << text;
  }
}

TEST(MomentTest, WhatIsTooLargeOrTooSmallKeepsItsSign) {
  EXPECT_EQ(read_number("1e999"), HUGE_VAL);
  EXPECT_EQ(read_number("-1e999"), -HUGE_VAL);
  EXPECT_EQ(read_number("1e-999"), 0);
}

}  // namespace
}  // namespace nightjar::changes
