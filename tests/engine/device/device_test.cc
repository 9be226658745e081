// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/device/device.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <utility>

namespace nightjar::device {
namespace {

using ::testing::HasSubstr;

TEST(Device, ClassNameSaysWhatMakesResultsComparable) {
  DeviceInfo cpu{DeviceKind::kCpu, 0, "AMD EPYC 9654", "avx512_core_bf16", 2, 0, true, ""};
  EXPECT_EQ(cpu.class_name(), "cpu AMD EPYC 9654 avx512_core_bf16 x2");
  DeviceInfo gpu{DeviceKind::kCuda, 1, "NVIDIA H200", "sm_90", 132, 0, true, ""};
  EXPECT_EQ(gpu.class_name(), "cuda NVIDIA H200 sm_90");
  gpu.mig_profile = "1g.18gb";
  EXPECT_EQ(gpu.class_name(), "cuda NVIDIA H200 sm_90 mig 1g.18gb");
}

TEST(Device, OpensTheCpuByName) {
  const auto device = open_device("cpu", 3);
  ASSERT_TRUE(device.ok()) << device.error().message;
  EXPECT_EQ((*device)->info().kind, DeviceKind::kCpu);
  EXPECT_EQ((*device)->info().cores, 3);
}

TEST(Device, RefusesUnknownNamesAndThreads) {
  for (const char* name : {"", "gpu", "cuda", "cuda:", "cuda:x", "cuda:-1", "cpu0"}) {
    const auto device = open_device(name);
    ASSERT_FALSE(device.ok()) << name;
    EXPECT_EQ(device.error().kind, ErrorKind::kInvalidInput) << name;
  }
  EXPECT_FALSE(open_device("cpu", -1).ok());
  EXPECT_FALSE(open_device("cpu", 1 << 20).ok());
}

TEST(Device, SaysWhyThereIsNoGpu) {
  const auto device = open_device("cuda:999");
  ASSERT_FALSE(device.ok());
  EXPECT_THAT(device.error().message, HasSubstr("cuda:999"));
}

TEST(Buffer, ReleasesOnceAndOnlyWhenOwned) {
  int released = 0;
  int value = 0;
  {
    Buffer first(&value, sizeof value, [&](void*) { ++released; });
    Buffer second = std::move(first);
    EXPECT_EQ(first.data(), nullptr);
    EXPECT_EQ(second.byte_count(), sizeof value);
    Buffer third;
    third = std::move(second);
    EXPECT_EQ(released, 0);
    third.reset();
    EXPECT_EQ(released, 1);
  }
  EXPECT_EQ(released, 1);
}

}  // namespace
}  // namespace nightjar::device
