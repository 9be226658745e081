// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <limits>

#include "engine/device/device.h"

namespace nightjar::device {
namespace {

TEST(CpuDevice, KnowsItself) {
  const DeviceInfo info = make_cpu_device()->info();
  EXPECT_FALSE(info.name.empty());
  EXPECT_FALSE(info.isa.empty());
  EXPECT_GE(info.cores, 1);
  EXPECT_GT(info.memory_bytes, 0u);
}

TEST(CpuDevice, AllocatesAlignedMemory) {
  const auto device = make_cpu_device();
  for (const size_t byte_count : {size_t{0}, size_t{1}, size_t{1000}}) {
    auto buffer = device->allocate(byte_count);
    ASSERT_TRUE(buffer.ok());
    EXPECT_EQ(reinterpret_cast<uintptr_t>(buffer->data()) % 64, 0u);
    EXPECT_EQ(buffer->byte_count(), byte_count);
  }
}

TEST(CpuDevice, RefusesMoreMemoryThanThereCanBe) {
  const auto device = make_cpu_device();
  EXPECT_FALSE(device->allocate(std::numeric_limits<size_t>::max()).ok());
  EXPECT_FALSE(device->allocate(size_t{1} << 62).ok());
}

TEST(CpuDevice, CopiesBothWays) {
  const auto device = make_cpu_device();
  const auto stream = device->make_stream();
  ASSERT_TRUE(stream.ok());
  const std::array<int, 4> sent = {1, 2, 3, 4};
  std::array<int, 4> received = {};
  auto buffer = device->allocate(sizeof sent);
  ASSERT_TRUE(device->copy_to_device(buffer->data(), sent.data(), sizeof sent, **stream).ok());
  ASSERT_TRUE(device->copy_to_host(received.data(), buffer->data(), sizeof sent, **stream).ok());
  EXPECT_TRUE((*stream)->synchronize().ok());
  EXPECT_EQ(received, sent);
}

TEST(CpuDevice, EventsMeasureForwardsAndRefuseUnrecorded) {
  const auto device = make_cpu_device();
  const auto stream = device->make_stream();
  const auto first = device->make_event(), second = device->make_event();
  EXPECT_FALSE((*second)->elapsed_ns_since(**first).ok());
  ASSERT_TRUE((*first)->record(**stream).ok());
  ASSERT_TRUE((*second)->record(**stream).ok());
  const auto elapsed = (*second)->elapsed_ns_since(**first);
  ASSERT_TRUE(elapsed.ok());
  EXPECT_GE(*elapsed, 0.0);
}

}  // namespace
}  // namespace nightjar::device
