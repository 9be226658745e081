// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/product/product.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "kernels/product/finish.h"
#include "kernels/product/packed_columns.h"

namespace nightjar::kernels {
namespace {

std::vector<float> random_floats(int64_t count, std::mt19937_64& random) {
  std::uniform_real_distribution<float> uniform(-1, 1);
  std::vector<float> values(static_cast<size_t>(count));
  for (float& value : values) value = uniform(random);
  return values;
}

template <typename Left>
std::vector<float> multiplied_from(const ProductPlan& plan, const Left& left,
                                   const std::vector<float>& columns) {
  std::vector<float> scratch(static_cast<size_t>(plan.scratch_floats()));
  std::vector<float> y(static_cast<size_t>(plan.m * plan.n), NAN);
  run_product(plan, columns.data(), scratch.data(), left, [&](const FinishedTile& tile) {
    for (int64_t r = 0; r < tile.row_count; ++r) {
      copy_values(tile.sums + r * tile.width, 1, tile.column_count,
                  y.data() + (tile.first_row + r) * plan.n + tile.first_column, 1);
    }
  });
  return y;
}

std::vector<float> multiplied(const ProductPlan& plan, const std::vector<float>& a,
                              const std::vector<float>& columns) {
  const auto fill = [&](int64_t row, int64_t first_k, int64_t count, float* to) {
    copy_values(a.data() + row * plan.k + first_k, 1, count, to, 1);
  };
  return multiplied_from(plan, fill, columns);
}

std::vector<float> multiplied_in_place(const ProductPlan& plan, const std::vector<float>& a,
                                       const std::vector<float>& columns) {
  return multiplied_from(plan, LeftRows{a.data(), plan.k, plan.k, 0}, columns);
}

TEST(Product, EveryElementOnceWhateverTheThreads) {
  std::mt19937_64 random(2);
  for (const TileShape& shape : tile_shapes()) {
    for (int i = 0; i < 12; ++i) {
      ProductPlan plan{1 + static_cast<int64_t>(random() % 90),
                       1 + static_cast<int64_t>(random() % 200),
                       1 + static_cast<int64_t>(random() % 600), shape, 1};
      const auto a = random_floats(plan.m * plan.k, random);
      const auto b = random_floats(plan.k * plan.n, random);
      std::vector<float> columns(static_cast<size_t>(packed_floats(plan.k, plan.n, shape.columns)));
      pack_columns(RightSide{b.data(), plan.k, plan.n, 1, 0, 1, plan.n}, shape.columns,
                   columns.data());
      const auto one = multiplied(plan, a, columns);
      for (int64_t at = 0; at < plan.m * plan.n; ++at) {
        double sum = 0;
        for (int64_t k = 0; k < plan.k; ++k) {
          sum += static_cast<double>(a[static_cast<size_t>(at / plan.n * plan.k + k)]) *
                 b[static_cast<size_t>(k * plan.n + at % plan.n)];
        }
        ASSERT_NEAR(one[static_cast<size_t>(at)], sum, 2e-4) << shape.to_string();
      }
      plan.threads = 4;
      EXPECT_EQ(multiplied(plan, a, columns), one) << shape.to_string();
      plan.reads_in_place = true;
      EXPECT_EQ(multiplied_in_place(plan, a, columns), one) << shape.to_string();
    }
  }
}

TEST(Product, SharesAreEvenAndLeaveNothingOut) {
  int64_t next = 0;
  for (int64_t i = 0; i < 7; ++i) {
    const Share share = share_of(49, 4, i);
    if (i >= 4) break;
    EXPECT_EQ(share.first, next);
    EXPECT_TRUE(share.count == 12 || share.count == 13);
    next += share.count;
  }
  EXPECT_EQ(next, 49);
}

TEST(Product, WhatIsUsedAgainStaysInTheSecondLevelCache) {
  const ProductPlan narrow{4000, 64, 64, {14, 32}, 1};
  const ProductPlan wide{4000, 2048, 64, {14, 32}, 1}, deep{49, 512, 4608, {14, 32}, 1};
  EXPECT_EQ(narrow.tiles_together(), 1);
  EXPECT_GT(wide.tiles_together(), 4);
  EXPECT_EQ(deep.tiles_together(), 1);
}

}  // namespace
}  // namespace nightjar::kernels
