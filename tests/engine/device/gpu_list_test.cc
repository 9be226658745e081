// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/device/gpu_list.h"

#include <gtest/gtest.h>

#include <cstring>

namespace nightjar::device {
namespace {

using Names = std::vector<std::string>;

/// Handles are numbers: card c is 1 + c, its instance i is 100 * (1 + c) + i.
uintptr_t number_of(NvmlListing::Handle handle) { return reinterpret_cast<uintptr_t>(handle); }

unsigned cards = 0, cut_card = 0;
int sessions = 0;

/// A host of `count` cards; the card numbered `cut` has MIG instances at its places 0 and 2.
NvmlListing fake_host(unsigned count, unsigned cut) {
  cards = count;
  cut_card = cut;
  NvmlListing nvml;
  nvml.init = [] { return ++sessions, 0; };
  nvml.shutdown = [] { return --sessions, 0; };
  nvml.count = [](unsigned* answer) { return *answer = cards, 0; };
  nvml.handle_by_index = [](unsigned index, NvmlListing::Handle* handle) {
    *handle = reinterpret_cast<void*>(uintptr_t{index} + 1);
    return 0;
  };
  nvml.uuid = [](NvmlListing::Handle handle, char* text, unsigned length) {
    const uintptr_t number = number_of(handle);
    std::snprintf(text, length, "%s-%d", number < 100 ? "GPU" : "MIG", static_cast<int>(number));
    return 0;
  };
  nvml.mig_mode = [](NvmlListing::Handle handle, unsigned* current, unsigned*) {
    return *current = number_of(handle) == cut_card + 1 ? 1 : 0, 0;
  };
  nvml.most_instances = [](NvmlListing::Handle, unsigned* answer) { return *answer = 3, 0; };
  nvml.instance_by_index = [](NvmlListing::Handle card, unsigned index,
                              NvmlListing::Handle* instance) {
    if (index == 1) return 6;
    *instance = reinterpret_cast<void*>(number_of(card) * 100 + index);
    return 0;
  };
  return nvml;
}

TEST(GpuList, WholeCardsAreNumbered) {
  EXPECT_EQ(list_gpus(fake_host(2, 9), "").value(), (Names{"cuda:0", "cuda:1"}));
  EXPECT_EQ(sessions, 0);
}

TEST(GpuList, InstancesAreNamedAndWithThemAllCards) {
  EXPECT_EQ(list_gpus(fake_host(2, 0), "").value(),
            (Names{"cuda:MIG-100", "cuda:MIG-102", "cuda:GPU-2"}));
}

TEST(GpuList, ACardInMigModeWithoutInstancesIsLeftOut) {
  NvmlListing nvml = fake_host(1, 0);
  nvml.instance_by_index = [](NvmlListing::Handle, unsigned, NvmlListing::Handle*) { return 6; };
  EXPECT_EQ(list_gpus(nvml, "").error().kind, ErrorKind::kNotFound);
}

TEST(GpuList, WhatIsVisibleIsNumberedAnew) {
  const NvmlListing nvml = fake_host(8, 9);
  EXPECT_EQ(list_gpus(nvml, "5,3").value(), (Names{"cuda:0", "cuda:1"}));
  EXPECT_EQ(list_gpus(nvml, "MIG-7,MIG-8").value(), (Names{"cuda:MIG-7", "cuda:MIG-8"}));
  EXPECT_EQ(list_gpus(nvml, "GPU-4,-1,2").value(), (Names{"cuda:0"}));
  EXPECT_FALSE(list_gpus(nvml, "-1").ok());
}

TEST(GpuList, NoCardOrNoDriverIsSaid) {
  EXPECT_EQ(list_gpus(fake_host(0, 9), "").error().message,
            "this host has no GPU that can be used");
  NvmlListing nvml = fake_host(1, 9);
  nvml.init = [] { return 9; };
  EXPECT_EQ(list_gpus(nvml, "").error().message,
            "NVML does not start (code 9); is the driver loaded?");
}

}  // namespace
}  // namespace nightjar::device
