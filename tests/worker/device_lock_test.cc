// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/device_lock.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

namespace nightjar::worker {
namespace {

class DeviceLockTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "nightjar-locks-" + std::to_string(getpid());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static DeviceChoice cpu(const std::string& name, std::vector<int> cores) {
    return {name, "cpu", std::move(cores)};
  }

  std::string folder_;
};

TEST_F(DeviceLockTest, TheSameCoreIsRefusedInOneSentenceThatNamesTheHolder) {
  const auto first = DeviceLock::acquire(cpu("cpu", {0, 1}), folder_);
  ASSERT_TRUE(first.ok()) << first.error().message;
  const auto second = DeviceLock::acquire(cpu("cpu:1", {1}), folder_);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().kind, ErrorKind::kConflict);
  EXPECT_EQ(second.error().message,
            "device 'cpu:1': core 1 is held by process " + std::to_string(getpid()) +
                "; choose other cores or another device, or stop that worker (" + folder_ +
                "/cpu-1.lock)");
}

TEST_F(DeviceLockTest, DisjointCoresAndGpusGoTogether) {
  const auto first = DeviceLock::acquire(cpu("cpu:0/2", {0, 1}), folder_);
  const auto second = DeviceLock::acquire(cpu("cpu:1/2", {2, 3}), folder_);
  const auto gpu = DeviceLock::acquire({"cuda:0", "cuda:0", {}}, folder_);
  EXPECT_TRUE(first.ok() && second.ok() && gpu.ok());
  EXPECT_FALSE(DeviceLock::acquire({"cuda:0", "cuda:0", {}}, folder_).ok());
}

TEST_F(DeviceLockTest, ARefusedWorkerKeepsNothingAndAReleasedDeviceIsFree) {
  auto first = DeviceLock::acquire(cpu("cpu", {1}), folder_);
  ASSERT_TRUE(first.ok());
  EXPECT_FALSE(DeviceLock::acquire(cpu("cpu", {0, 1}), folder_).ok());
  EXPECT_TRUE(DeviceLock::acquire(cpu("cpu", {0}), folder_).ok());
  first->release();
  EXPECT_TRUE(DeviceLock::acquire(cpu("cpu", {1}), folder_).ok());
}

TEST_F(DeviceLockTest, AFolderThatCannotBeMadeIsNamed) {
  const auto lock = DeviceLock::acquire(cpu("cpu", {0}), "/proc/nowhere/locks");
  ASSERT_FALSE(lock.ok());
  EXPECT_NE(lock.error().message.find("/proc/nowhere/locks"), std::string::npos);
}

}  // namespace
}  // namespace nightjar::worker
