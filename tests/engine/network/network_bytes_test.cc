// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/network/network_bytes.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/fakes/engine/looping_networks.h"
#include "tests/fakes/engine/sample_networks.h"

namespace nightjar::network {
namespace {

std::vector<std::byte> bytes_of(const Network& network) {
  ByteWriter out;
  write(network, out);
  return out.take();
}

TEST(NetworkBytes, WhatIsReadIsWrittenTheSame) {
  for (const Network& network : {fakes::random_network(1), fakes::adds_until_above_ten(),
                                 fakes::doubles_or_negates(), fakes::filters_between_products()}) {
    const auto bytes = bytes_of(network);
    ByteReader in(bytes);
    const auto read = read_network(in);
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(in.remaining(), 0u);
    EXPECT_EQ(read->op_count(), network.op_count());
    EXPECT_EQ(read->output_names(), network.output_names());
    EXPECT_EQ(bytes_of(*read), bytes);
  }
}

TEST(NetworkBytes, EveryTruncationIsRefused) {
  const auto bytes = bytes_of(fakes::adds_until_above_ten());
  for (size_t size = 0; size < bytes.size(); ++size) {
    ByteReader in(std::span<const std::byte>(bytes).first(size));
    EXPECT_FALSE(read_network(in).ok()) << size;
  }
}

TEST(NetworkBytes, DamagedBytesAreReadOrRefusedButNeverMore) {
  const auto bytes = bytes_of(fakes::filters_between_products());
  std::mt19937 random(5);
  for (int round = 0; round < 3000; ++round) {
    auto damaged = bytes;
    for (int i = 0; i < 3; ++i) damaged[random() % damaged.size()] = std::byte(random() % 256);
    ByteReader in(damaged);
    const auto read = read_network(in);
    const bool explains = read.ok() || !read.error().message.empty();
    EXPECT_TRUE(explains);
  }
}

}  // namespace
}  // namespace nightjar::network
