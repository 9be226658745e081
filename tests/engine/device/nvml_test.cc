// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/device/nvml.h"

#include <gtest/gtest.h>

#include <cstring>

#include "engine/device/card_name.h"

namespace nightjar::device {
namespace {

int sessions = 0;

/// A card that knows everything but its power limit.
NvmlFunctions fake_nvml() {
  NvmlFunctions nvml;
  nvml.init = [] { return ++sessions, 0; };
  nvml.shutdown = [] { return --sessions, 0; };
  nvml.driver_version = [](char* text, unsigned length) {
    std::strncpy(text, "580.1", length);
    return 0;
  };
  nvml.handle_by_pci = [](const char* id, NvmlFunctions::Handle*) {
    return std::strcmp(id, "0000:41:00.0") == 0 ? 0 : 6;
  };
  nvml.clock_mhz = [](NvmlFunctions::Handle, unsigned domain, unsigned* mhz) {
    *mhz = domain == 1 ? 1980 : 3201;
    return 0;
  };
  nvml.power_mw = [](NvmlFunctions::Handle, unsigned* mw) { return *mw = 350500, 0; };
  nvml.power_limit_mw = [](NvmlFunctions::Handle, unsigned*) { return 3; };
  nvml.temperature_c = [](NvmlFunctions::Handle, unsigned, unsigned* c) { return *c = 61, 0; };
  nvml.throttle_reasons = [](NvmlFunctions::Handle, unsigned long long* bits) {
    return *bits = 0x24 | 0x1, 0;
  };
  nvml.mig_mode = [](NvmlFunctions::Handle, unsigned* current, unsigned* pending) {
    return *current = *pending = 1, 0;
  };
  return nvml;
}

TEST(GpuMonitor, ReadsWhatTheCardTells) {
  {
    const auto monitor = GpuMonitor::open(fake_nvml(), "0000:41:00.0");
    ASSERT_TRUE(monitor.ok()) << monitor.error().message;
    const GpuState state = monitor->read();
    EXPECT_EQ(state.sm_clock_mhz, 1980u);
    EXPECT_EQ(state.memory_clock_mhz, 3201u);
    EXPECT_DOUBLE_EQ(state.power_w, 350.5);
    EXPECT_EQ(state.power_limit_w, 0);
    EXPECT_EQ(state.temperature_c, 61);
    EXPECT_EQ(state.throttle_reasons, (std::vector<std::string>{"power_cap", "thermal"}));
    EXPECT_TRUE(state.is_mig_enabled);
    EXPECT_EQ(monitor->driver_version(), "580.1");
    EXPECT_EQ(sessions, 1);
  }
  EXPECT_EQ(sessions, 0);
}

TEST(GpuMonitor, SaysWhenTheCardIsUnknown) {
  const auto monitor = GpuMonitor::open(fake_nvml(), "0000:99:00.0");
  ASSERT_FALSE(monitor.ok());
  EXPECT_EQ(monitor.error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(sessions, 0);
}

TEST(ThrottleWords, LeaveIdlingOut) {
  EXPECT_TRUE(throttle_words(0x1).empty());
  EXPECT_EQ(throttle_words(0x8), std::vector<std::string>{"hardware_slowdown"});
}

TEST(CardName, TellsSlicesFromCards) {
  EXPECT_EQ(mig_profile_of("NVIDIA H100 80GB HBM3 MIG 3g.40gb"), "3g.40gb");
  EXPECT_EQ(whole_card_name("NVIDIA H100 80GB HBM3 MIG 3g.40gb"), "NVIDIA H100 80GB HBM3");
  EXPECT_EQ(mig_profile_of("NVIDIA H200"), "");
  EXPECT_EQ(whole_card_name("NVIDIA H200"), "NVIDIA H200");
}

}  // namespace
}  // namespace nightjar::device
