// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "base/digest.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/clock.h"

namespace nightjar {
namespace {

TEST(Digest, Sha256OfKnownTexts) {
  EXPECT_EQ(sha256_hex(std::string_view("")),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex(std::string_view("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Digest, ChecksumSeesEveryBit) {
  std::vector<std::byte> bytes(1000, std::byte{0});
  const uint64_t before = checksum64(bytes);
  for (size_t i = 0; i < bytes.size(); i += 37) {
    bytes[i] = std::byte{1};
    EXPECT_NE(checksum64(bytes), before) << i;
    bytes[i] = std::byte{0};
  }
}

TEST(Clock, TheManualOneMovesWhenTold) {
  ManualClock clock(10);
  EXPECT_EQ(clock.steady_ns(), 10);
  clock.advance_ns(5);
  EXPECT_EQ(clock.steady_ns(), 15);
  EXPECT_EQ(clock.unix_ns(), 15);
}

TEST(Clock, TheSystemOneNeverGoesBack) {
  SystemClock clock;
  int64_t last_ns = clock.steady_ns();
  for (int i = 0; i < 1000; ++i) {
    const int64_t now_ns = clock.steady_ns();
    EXPECT_GE(now_ns, last_ns);
    last_ns = now_ns;
  }
}

}  // namespace
}  // namespace nightjar
