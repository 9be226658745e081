// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/common/spaced_run.h"

#include <gtest/gtest.h>

#include <vector>

namespace nightjar::kernels {
namespace {

constexpr int64_t kCount = 700;  // More than two chunks.

TEST(SpacedRun, LoadsAndStoresEveryThirdElement) {
  std::vector<int16_t> spaced(kCount * 3, -7);
  std::vector<float> values(kCount), back(kCount);
  for (int64_t i = 0; i < kCount; ++i) values[static_cast<size_t>(i)] = static_cast<float>(i - 300);
  store_spaced(tensor::DataType::kInt16, values.data(), kCount, spaced.data(), 3);
  load_spaced(tensor::DataType::kInt16, spaced.data(), 3, kCount, back.data());
  EXPECT_EQ(back, values);
  EXPECT_EQ(spaced[1], -7);
  EXPECT_EQ(spaced[2], -7);
  EXPECT_EQ(spaced[3], -299);
}

TEST(SpacedRun, CopiesEveryElementSize) {
  for (const int64_t bytes : {1, 2, 4, 8}) {
    std::vector<uint8_t> from(static_cast<size_t>(bytes * 10)), to(from.size(), 255);
    for (size_t i = 0; i < from.size(); ++i) from[i] = static_cast<uint8_t>(i);
    copy_spaced(bytes, from.data(), 2, 5, to.data(), 1);
    for (int64_t i = 0; i < 5; ++i) {
      EXPECT_EQ(to[static_cast<size_t>(i * bytes)], 2 * i * bytes) << bytes;
    }
    EXPECT_EQ(to[static_cast<size_t>(5 * bytes)], 255);
  }
}

}  // namespace
}  // namespace nightjar::kernels
