// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The innermost part of our own float32 products: a tile of sums that stays in registers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace nightjar::kernels {

/// Rows of the left side are laid out in chunks of so many columns, padded so that rows of a tile
/// do not fall on one another in the first-level cache.
inline constexpr int64_t kChunkDepth = 256;
inline constexpr int64_t kChunkStride = kChunkDepth + 16;

/// The tile a kernel keeps in registers at most: "14x32".
struct TileShape {
  int64_t rows = 0, columns = 0;

  bool operator==(const TileShape&) const = default;
  std::string to_string() const;
};

/// Those that this machine's instruction set has kernels for, the most useful first; none on a
/// machine without AVX2.
std::vector<TileShape> tile_shapes();
std::vector<std::string> tile_names();
/// Refuses one that this machine has no kernel for.
Result<TileShape> tile_named(const std::string& name);

/// Where the rows of a left side lie: each in chunks of `chunk_depth` values.
struct LeftRows {
  const float* data = nullptr;
  int64_t row_stride = 0;
  int64_t chunk_depth = 0;
  int64_t chunk_stride = 0;
};

/// One tile: sums[r, j] = sum over k of row r times column j, k in ascending order.
struct TileProduct {
  int64_t depth = 0;
  LeftRows rows;
  const float* columns = nullptr;  ///< [depth][columns of the shape]
  float* sums = nullptr;           ///< [row count][columns of the shape]
};

using TileFunction = void (*)(const TileProduct&);

/// The kernel for 1 <= row_count <= shape.rows; `shape` is one of tile_shapes().
TileFunction tile_function(const TileShape& shape, int64_t row_count);

}  // namespace nightjar::kernels
