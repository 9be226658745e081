// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/choose.h"

#include <gtest/gtest.h>

namespace nightjar::build {
namespace {

TEST(FastestWithTies, TheFastestWins) { EXPECT_EQ(fastest_with_ties({30, 10, 20}), 1u); }

TEST(FastestWithTies, WithinTheTieTheFixedOrderDecides) {
  EXPECT_EQ(fastest_with_ties({10.1, 10.0, 20}), 0u);
  EXPECT_EQ(fastest_with_ties({10.3, 10.0, 20}), 1u);
}

TEST(FastestWithTies, WhatWasNeverTimedCannotWin) { EXPECT_EQ(fastest_with_ties({0, 50, 0}), 1u); }

}  // namespace
}  // namespace nightjar::build
