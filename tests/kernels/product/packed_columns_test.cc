// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/product/packed_columns.h"

#include <gtest/gtest.h>

#include <numeric>

namespace nightjar::kernels {
namespace {

/// 2 taps of 3 channels for 5 outputs, as [output][channel][tap].
struct Weights {
  Weights() : values(30) { std::iota(values.begin(), values.end(), 1.0f); }
  RightSide side() const { return {values.data(), 6, 5, 6, 2, 3, 1}; }
  std::vector<float> values;
};

TEST(PackedColumns, PanelsFollowTheStridesAndEndInZeros) {
  const Weights weights;
  ASSERT_EQ(packed_floats(6, 5, 4), 2 * 4 * 6);
  std::vector<float> packed(48, -1);
  pack_columns(weights.side(), 4, packed.data());
  for (int64_t k = 0; k < 6; ++k) {
    for (int64_t n = 0; n < 8; ++n) {
      const int64_t tap = k / 3, channel = k % 3;
      const float expected =
          n < 5 ? weights.values[static_cast<size_t>(n * 6 + channel * 2 + tap)] : 0;
      EXPECT_EQ(packed[static_cast<size_t>((n / 4 * 6 + k) * 4 + n % 4)], expected);
    }
  }
}

TEST(PackedColumns, ABlobIsReadForWhatItWasMadeAlone) {
  const Weights weights;
  const auto blob = columns_blob(weights.side(), 4);
  const auto panels = columns_in(blob, 6, 5, 4);
  ASSERT_TRUE(panels.ok()) << panels.error().message;
  EXPECT_EQ((*panels)[0], 1.0f);
  EXPECT_FALSE(columns_in(blob, 6, 5, 8).ok());
  EXPECT_FALSE(columns_in(blob, 5, 6, 4).ok());
  EXPECT_FALSE(columns_in(blob, 6, 6, 4).ok());
  for (size_t size = 0; size < blob.size(); size += 7) {
    EXPECT_FALSE(columns_in(std::span(blob).first(size), 6, 5, 4).ok()) << size;
  }
}

}  // namespace
}  // namespace nightjar::kernels
