// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/weight_store.h"

#include <gtest/gtest.h>

namespace nightjar::build {
namespace {

std::vector<std::byte> run_of(unsigned char value, size_t count) {
  return std::vector<std::byte>(count, std::byte{value});
}

TEST(WeightStore, EqualBytesAreStoredOnce) {
  WeightStore store;
  const auto first = store.put(run_of(1, 100));
  const auto second = store.put(run_of(2, 100));
  EXPECT_EQ(store.put(run_of(1, 100)), first);
  EXPECT_NE(first.offset, second.offset);
  EXPECT_EQ(store.take()->size(), second.offset + 100);
}

TEST(WeightStore, EverythingIsAligned) {
  WeightStore store;
  for (unsigned char i = 0; i < 10; ++i) EXPECT_EQ(store.put(run_of(i, 1 + i)).offset % 64, 0u);
}

TEST(WeightStore, NothingTakesNothing) {
  WeightStore store;
  EXPECT_EQ(store.put({}).byte_count, 0u);
  EXPECT_TRUE(store.take()->empty());
}

}  // namespace
}  // namespace nightjar::build
