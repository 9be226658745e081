// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/device_choice.h"

#include <gtest/gtest.h>

namespace nightjar::worker {
namespace {

const std::vector<int> kEight{0, 1, 2, 3, 4, 5, 6, 7};

std::vector<int> cores_of(const std::string& name, const std::string& cores = "") {
  const auto choice = choose_device(name, cores, kEight);
  EXPECT_TRUE(choice.ok()) << choice.error().message;
  EXPECT_EQ(choice->engine_name, "cpu");
  EXPECT_EQ(choice->name, name);
  return choice->cores;
}

TEST(DeviceChoice, ACpuIsAllCoresPartOfThemOrAList) {
  EXPECT_EQ(cores_of("cpu"), kEight);
  EXPECT_EQ(cores_of("cpu:0/2"), (std::vector<int>{0, 1, 2, 3}));
  EXPECT_EQ(cores_of("cpu:2/3"), (std::vector<int>{4, 5})) << "equal parts, the rest is nobody's";
  EXPECT_EQ(cores_of("cpu:5"), (std::vector<int>{5}));
  EXPECT_EQ(cores_of("cpu", "6,0-2,1"), (std::vector<int>{0, 1, 2, 6}));
}

TEST(DeviceChoice, AGpuIsAskedForByNumber) {
  const auto choice = choose_device("cuda:1", "", kEight);
  ASSERT_TRUE(choice.ok());
  EXPECT_EQ(choice->engine_name, "cuda:1");
  EXPECT_FALSE(choice->is_cpu());
  EXPECT_TRUE(choice->cores.empty());
}

TEST(DeviceChoice, ACardOrAnInstanceIsAskedForByItsIdentifier) {
  const auto choice = choose_device("cuda:MIG-9c1a", "", kEight);
  ASSERT_TRUE(choice.ok());
  EXPECT_EQ(choice->name, "cuda:MIG-9c1a");
  EXPECT_EQ(choice->engine_name, "cuda:0");
  EXPECT_EQ(choice->environment, std::vector<std::string>{"CUDA_VISIBLE_DEVICES=MIG-9c1a"});
  EXPECT_TRUE(choose_device("cuda:GPU-77", "", kEight).ok());
}

TEST(DeviceChoice, WhatIsNoDeviceIsRefused) {
  for (const char* name :
       {"", "gpu", "cuda", "cuda:", "cuda:x", "cuda:MIG-1,MIG-2", "cpu:", "cpu:-1", "cpu:2/2",
        "cpu:0/0", "cpu:0/9", "cpu:1/2/3", "cpu:8", "cpu:99999999999"}) {
    EXPECT_FALSE(choose_device(name, "", kEight).ok()) << name;
  }
  EXPECT_EQ(choose_device("tpu", "", kEight).error().message,
            "device 'tpu' is unknown; write cpu, cpu:K, cpu:K/N, cuda:N or cuda:MIG-…");
  EXPECT_EQ(choose_device("cpu:9", "", kEight).error().message,
            "device 'cpu:9': core 9 is not one of 0-7, on which this process may run");
}

TEST(DeviceChoice, CoreListsAreReadAndWritten) {
  EXPECT_EQ(cores_text({0, 1, 2, 5, 7, 8}), "0-2,5,7-8");
  EXPECT_EQ(cores_text({}), "");
  for (const char* text : {"", ",", "1,", "3-1", "a", "1-", "-1", "0-99999"}) {
    EXPECT_FALSE(parse_cores(text).ok()) << text;
  }
}

TEST(DeviceChoice, ThisProcessMayRunSomewhere) { EXPECT_FALSE(allowed_cores().empty()); }

}  // namespace
}  // namespace nightjar::worker
