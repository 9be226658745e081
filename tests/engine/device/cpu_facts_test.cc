// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/device/cpu_facts.h"

#include <gtest/gtest.h>

namespace nightjar::device {
namespace {

TEST(CpuFacts, FindsTheModelName) {
  EXPECT_EQ(cpu_name_from("processor\t: 0\nmodel\t: 17\nmodel name\t: AMD EPYC 9654 \nflags: x\n"),
            "AMD EPYC 9654");
  EXPECT_EQ(cpu_name_from("model name : X"), "X");
}

TEST(CpuFacts, LeavesTheNameEmptyWhenThereIsNone) {
  EXPECT_EQ(cpu_name_from(""), "");
  EXPECT_EQ(cpu_name_from("model name\nother: 1"), "");
  EXPECT_EQ(cpu_name_from("model name\t:   \nother: 1"), "");
}

TEST(CpuFacts, OfThisMachineAreComplete) {
  const CpuFacts facts = read_cpu_facts();
  EXPECT_FALSE(facts.name.empty());
  EXPECT_FALSE(facts.isa.empty());
  EXPECT_GE(facts.allowed_cores, 1);
  EXPECT_GT(facts.memory_bytes, 0u);
}

}  // namespace
}  // namespace nightjar::device
