// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/product/tile.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace nightjar::kernels {
namespace {

std::vector<float> random_floats(int64_t count, std::mt19937_64& random) {
  std::uniform_real_distribution<float> uniform(-1, 1);
  std::vector<float> values(static_cast<size_t>(count));
  for (float& value : values) value = uniform(random);
  return values;
}

/// The definition, in double.
double expected_sum(const TileProduct& tile, int64_t row, int64_t column, int64_t width) {
  double sum = 0;
  for (int64_t k = 0; k < tile.depth; ++k) {
    const float* chunk = tile.rows.data + k / tile.rows.chunk_depth * tile.rows.chunk_stride;
    sum += static_cast<double>(chunk[row * tile.rows.row_stride + k % tile.rows.chunk_depth]) *
           tile.columns[k * width + column];
  }
  return sum;
}

/// Rows laid out in chunks, rows as they lie in a matrix, and rows in blocks of 16.
std::vector<LeftRows> arrangements(const float* data, int64_t rows, int64_t depth) {
  return {{data, kChunkStride, kChunkDepth, rows * kChunkStride},
          {data, depth + 3, depth, 0},
          {data, 16, 16, (rows + 1) * 16}};
}

TEST(Tile, EveryKernelSumsItsRowsAndColumns) {
  std::mt19937_64 random(1);
  for (const TileShape& shape : tile_shapes()) {
    for (int64_t rows = 1; rows <= shape.rows; ++rows) {
      for (const int64_t depth : {int64_t{1}, int64_t{37}, kChunkDepth, kChunkDepth + 5}) {
        const auto left = random_floats(2 * (rows + 1) * kChunkStride, random);
        const auto right = random_floats(depth * shape.columns, random);
        for (const LeftRows& laid : arrangements(left.data(), rows, depth)) {
          std::vector<float> sums(static_cast<size_t>(rows * shape.columns), NAN);
          const TileProduct tile{depth, laid, right.data(), sums.data()};
          tile_function(shape, rows)(tile);
          for (size_t i = 0; i < sums.size(); ++i) {
            const auto row = static_cast<int64_t>(i) / shape.columns;
            const auto column = static_cast<int64_t>(i) % shape.columns;
            ASSERT_NEAR(sums[i], expected_sum(tile, row, column, shape.columns), 1e-4)
                << shape.to_string() << " with " << rows << " rows " << laid.row_stride
                << " apart, depth " << depth;
          }
        }
      }
    }
  }
}

TEST(Tile, NamesFindTheirShapes) {
  ASSERT_EQ(tile_names().size(), tile_shapes().size());
  for (size_t i = 0; i < tile_names().size(); ++i) {
    EXPECT_EQ(*tile_named(tile_names()[i]), tile_shapes()[i]);
  }
  EXPECT_FALSE(tile_named("7x11").ok());
  EXPECT_FALSE(tile_named("").ok());
}

TEST(TileDeathTest, RefusesMoreRowsThanThereAre) {
  if (tile_shapes().empty()) GTEST_SKIP() << "this CPU has no tiles";
  const TileShape shape = tile_shapes().front();
  EXPECT_DEATH(tile_function(shape, shape.rows + 1), "a tile that there is a kernel for");
}

}  // namespace
}  // namespace nightjar::kernels
