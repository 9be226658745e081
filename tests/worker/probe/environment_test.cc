// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/probe/environment.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <vector>

#include "worker/probe/build_info.h"

namespace nightjar::probe {
namespace {

TEST(Environment, NothingThatMustBeKnownIsMissing) {
  const auto device = device::make_cpu_device(1);
  const record::Environment environment = probe_environment(device->info(), {0});
  EXPECT_EQ(environment.missing_fields(), std::vector<std::string>{});
  EXPECT_EQ(environment.device_class, device->info().class_name());
  EXPECT_EQ(environment.cores, 1);
  EXPECT_EQ(environment.driver, "none");
  EXPECT_EQ(environment.worker_binary_digest.size(), 64u);
  EXPECT_GE(environment.load_average, 0);
  EXPECT_EQ(environment.fault_injected, "");
}

TEST(Environment, ItsPeakMemoryFollowsWhatIsUsed) {
  reset_peak_memory();
  const int64_t before = peak_memory_bytes();
  ASSERT_GT(before, 0);
  constexpr size_t kBytes = size_t{64} << 20;
  {
    std::vector<char> block(kBytes);
    std::memset(block.data(), 1, kBytes);
    EXPECT_GE(peak_memory_bytes(), before + static_cast<int64_t>(kBytes) / 2);
  }
}

TEST(BuildInfo, ItsDigestIsBelievedForTheVeryFileOnly) {
  const auto own = own_digest();
  ASSERT_TRUE(own.ok());
  const std::string told = known_program("/proc/self/exe", "told");
  const size_t equals = told.find('=');
  ASSERT_NE(equals, std::string::npos);
  const std::string name = told.substr(0, equals);
  setenv(name.c_str(), told.c_str() + equals + 1, 1);
  EXPECT_EQ(*own_digest(), "told");
  const std::string other = known_program("/proc/self/maps", "told");
  setenv(name.c_str(), other.c_str() + equals + 1, 1);
  EXPECT_EQ(*own_digest(), *own);
  setenv(name.c_str(), "nonsense", 1);
  EXPECT_EQ(*own_digest(), *own);
  unsetenv(name.c_str());
  EXPECT_EQ(known_program("/no/such/file", "told"), "");
}

TEST(BuildInfo, TheCompilerIsKnown) {
  const BuildInfo info = build_info();
  EXPECT_FALSE(info.compiler.empty());
  EXPECT_FALSE(info.git_revision.empty());
  EXPECT_FALSE(info.build_type.empty());
}

}  // namespace
}  // namespace nightjar::probe
