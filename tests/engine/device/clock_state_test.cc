// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/device/clock_state.h"

#include <gtest/gtest.h>

namespace nightjar::device {
namespace {

constexpr const char* kTwoCores =
    "processor\t: 0\ncpu MHz\t\t: 3000.5\n\nprocessor\t: 1\ncpu MHz\t\t: 1000.5\n";

TEST(ClockState, IsTheMeanOverAllowedCores) {
  EXPECT_DOUBLE_EQ(clock_mhz_in(kTwoCores, [](int) { return true; }), 2000.5);
  EXPECT_DOUBLE_EQ(clock_mhz_in(kTwoCores, [](int core) { return core == 1; }), 1000.5);
}

TEST(ClockState, IsZeroWhereNobodyTells) {
  EXPECT_EQ(clock_mhz_in(kTwoCores, [](int) { return false; }), 0);
  EXPECT_EQ(clock_mhz_in("", [](int) { return true; }), 0);
  EXPECT_EQ(clock_mhz_in("cpu MHz : 5\n", [](int) { return true; }), 0);
}

TEST(ClockState, ThisMachineAnswersWithoutFailing) {
  EXPECT_GE(clock_mhz_now(*make_cpu_device(1)), 0);
}

}  // namespace
}  // namespace nightjar::device
