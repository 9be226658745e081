// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/thread_binding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace nightjar::worker {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ThreadBindingTest : public ::testing::Test {
 protected:
  void SetUp() override { forget(); }
  void TearDown() override { forget(); }

 private:
  static void forget() {
    unsetenv("OMP_PROC_BIND");
    unsetenv("OMP_PLACES");
  }
};

TEST_F(ThreadBindingTest, EachThreadStaysOnACoreOfItsOwn) {
  EXPECT_THAT(thread_environment(2),
              ElementsAre("OMP_NUM_THREADS=2", "OMP_PROC_BIND=true", "OMP_PLACES=cores"));
}

TEST_F(ThreadBindingTest, NoNumberLeavesTheChoiceToTheChild) {
  EXPECT_THAT(thread_environment(0), IsEmpty());
}

TEST_F(ThreadBindingTest, WhatTheUserSaysIsLeftAlone) {
  setenv("OMP_PROC_BIND", "false", 1);
  EXPECT_THAT(thread_environment(1), ElementsAre("OMP_NUM_THREADS=1", "OMP_PLACES=cores"));
  setenv("OMP_PLACES", "threads", 1);
  EXPECT_THAT(thread_environment(1), ElementsAre("OMP_NUM_THREADS=1"));
}

}  // namespace
}  // namespace nightjar::worker
