// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/conv/conv_geometry.h"

#include <gtest/gtest.h>

#include <map>

namespace nightjar::kernels {
namespace {

ConvGeometry sample() {
  const Window window{{2, 1}, {1, 2}, {1, 0}, {0, 1}};
  return conv_geometry({1, 3, 7, 9}, {1, 4, 3, 6}, {4, 3, 3, 2}, window);
}

TEST(ConvGeometry, MissingAxesAreOnes) {
  const ConvGeometry geometry = sample();
  EXPECT_EQ(geometry.wide, (Axes{1, 7, 9}));
  EXPECT_EQ(geometry.narrow, (Axes{1, 3, 6}));
  EXPECT_EQ(geometry.kernel, (Axes{1, 3, 2}));
  EXPECT_EQ(geometry.pads, (Axes{0, 1, 0}));
}

TEST(ConvGeometry, RunsCoverWhatLiesInside) {
  const ConvGeometry geometry = sample();
  for (int64_t k = 0; k < product(geometry.kernel); ++k) {
    const Axes tap = kernel_position(geometry, k);
    std::map<int64_t, int64_t> expected, found;
    for (int64_t h = 0; h < geometry.narrow[1]; ++h) {
      for (int64_t w = 0; w < geometry.narrow[2]; ++w) {
        const int64_t y = geometry.wide_position(1, h, tap[1]);
        const int64_t x = geometry.wide_position(2, w, tap[2]);
        const bool inside = y >= 0 && y < 7 && x >= 0 && x < 9;
        if (inside) expected[h * 6 + w] = y * 9 + x;
      }
    }
    for_each_run(geometry, tap, [&](int64_t narrow, int64_t wide, int64_t count) {
      for (int64_t i = 0; i < count; ++i) found[narrow + i] = wide + i * geometry.strides[2];
    });
    EXPECT_EQ(found, expected) << k;
  }
}

}  // namespace
}  // namespace nightjar::kernels
