// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/probe/system_files.h"

#include <gtest/gtest.h>

namespace nightjar::probe {
namespace {

const char kCpuinfo[] =
    "processor\t: 0\nmodel name\t: Some CPU\ncpu MHz\t\t: 2000.000\n\n"
    "processor\t: 1\ncpu MHz\t\t: 3000.000\n\nprocessor\t: 2\ncpu MHz\t\t: 4000.500\n";

TEST(SystemFiles, TheClockIsThatOfTheCoresMeasuredOn) {
  EXPECT_DOUBLE_EQ(clock_mhz_from(kCpuinfo, {0, 1}), 2500);
  EXPECT_DOUBLE_EQ(clock_mhz_from(kCpuinfo, {2}), 4000.5);
  EXPECT_NEAR(clock_mhz_from(kCpuinfo, {}), 3000.17, 0.01);
  EXPECT_EQ(clock_mhz_from(kCpuinfo, {9}), 0);
  EXPECT_EQ(clock_mhz_from("", {}), 0);
}

TEST(SystemFiles, TheLoadIsTheFirstFigure) {
  EXPECT_DOUBLE_EQ(load_average_from("0.62 0.43 0.18 1/234 5678\n"), 0.62);
  EXPECT_EQ(load_average_from(""), -1);
}

TEST(SystemFiles, MemoryIsReadInBytes) {
  const std::string status = "Name:\tnightjar\nVmPeak:\t  900 kB\nVmHWM:\t  1234 kB\n";
  EXPECT_EQ(status_bytes_from(status, "VmHWM"), 1234 * 1024);
  EXPECT_EQ(status_bytes_from(status, "VmSwap"), 0);
}

TEST(SystemFiles, AMissingFileIsNamed) {
  EXPECT_EQ(read_file("/nowhere/at/all").error().message,
            "/nowhere/at/all: No such file or directory");
  EXPECT_FALSE(read_file("/proc/self/status")->empty());
}

}  // namespace
}  // namespace nightjar::probe
