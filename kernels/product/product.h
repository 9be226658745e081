// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Our own float32 product: rows that a caller lays out, times packed columns, tile by tile, each
// tile handed to the caller while it is still in the first-level cache.
//
// Blocking after K. Goto and R. van de Geijn, "Anatomy of high-performance matrix multiplication",
// 2008: rows stay in the second-level cache, a panel of columns streams past them.
#pragma once

#include <algorithm>
#include <array>

#include "kernels/common/threads.h"
#include "kernels/product/tile.h"

namespace nightjar::kernels {

/// A product of m x k by k x n; k is positive and `columns` are packed for `shape`.
struct ProductPlan {
  int64_t m = 0, n = 0, k = 0;
  TileShape shape;
  int threads = 1;
  bool reads_in_place = false;  ///< The left side lies in strides already, and is not laid out.

  /// Multiplications, eight at a time: what threads_for() asks.
  int64_t steps() const { return m * n * k / 8; }
  int64_t row_tiles() const { return (m + shape.rows - 1) / shape.rows; }
  int64_t panels() const { return (n + shape.columns - 1) / shape.columns; }
  /// Floats of one tile of rows, laid out.
  int64_t tile_floats() const {
    return (k + kChunkDepth - 1) / kChunkDepth * kChunkStride * shape.rows;
  }
  /// Tiles of rows that each panel of columns is used for, as many as stay in the second-level
  /// cache; one, so that rows of the result are written at once, where all columns stay there.
  static constexpr int64_t kMostTogether = 16;
  int64_t tiles_together() const {
    constexpr int64_t kNearFloats = (256 << 10) / sizeof(float);
    if (k * panels() * shape.columns <= kNearFloats) return 1;
    return std::clamp<int64_t>(kNearFloats / tile_floats(), 1, kMostTogether);
  }
  int64_t thread_floats() const {
    const int64_t laid_out = reads_in_place ? 0 : tiles_together() * tile_floats();
    return laid_out + shape.rows * shape.columns;
  }
  /// Floats of scratch that all threads need together.
  int64_t scratch_floats() const { return thread_floats() * threads; }
};

/// One tile of the result, its sums `width` apart from row to row.
struct FinishedTile {
  int64_t first_row = 0, row_count = 0, first_column = 0, column_count = 0;
  float* sums = nullptr;
  int64_t width = 0;
};

/// Positions first <= i < first + count.
struct Share {
  int64_t first = 0, count = 0;
};

/// Share `index` of `total` among `parts`, as even as can be.
inline Share share_of(int64_t total, int64_t parts, int64_t index) {
  const int64_t first = total * index / parts;
  return {first, total * (index + 1) / parts - first};
}

/// The rows of a tile where they lie.
inline LeftRows tile_rows(const ProductPlan&, const LeftRows& rows, const Share& tile, float*) {
  LeftRows view = rows;
  view.data += tile.first * rows.row_stride;
  return view;
}

/// The rows of a tile, laid out at `place` by fill(row, first_k, count, to).
template <typename Fill>
LeftRows tile_rows(const ProductPlan& plan, const Fill& fill, const Share& tile, float* place) {
  const int64_t chunk_stride = tile.count * kChunkStride;
  for (int64_t k = 0; k < plan.k; k += kChunkDepth) {
    float* chunk = place + k / kChunkDepth * chunk_stride;
    const int64_t depth = std::min(kChunkDepth, plan.k - k);
    for (int64_t r = 0; r < tile.count; ++r) {
      fill(tile.first + r, k, depth, chunk + r * kChunkStride);
    }
  }
  return {place, kChunkStride, kChunkDepth, chunk_stride};
}

/// What one thread does with its scratch: sums of a tile first, then rows that are laid out.
template <typename Left, typename Finish>
class ProductRun {
 public:
  ProductRun(const ProductPlan& plan, const float* columns, float* scratch, const Left& left,
             const Finish& finish)
      : plan_(plan),
        columns_(columns),
        sums_(scratch),
        places_(scratch + plan.shape.rows * plan.shape.columns),
        left_(left),
        finish_(finish) {}

  /// Tiles of rows `tiles` times panels of columns `panels`.
  void run(const Share& tiles, const Share& panels) {
    std::array<LeftRows, ProductPlan::kMostTogether> rows;
    for (int64_t i = 0; i < tiles.count; ++i) {
      float* place = plan_.reads_in_place ? nullptr : places_ + i * plan_.tile_floats();
      rows[static_cast<size_t>(i)] = tile_rows(plan_, left_, rows_of(tiles.first + i), place);
    }
    for (int64_t panel = panels.first; panel < panels.first + panels.count; ++panel) {
      for (int64_t i = 0; i < tiles.count; ++i) {
        multiply(rows_of(tiles.first + i), rows[static_cast<size_t>(i)], panel);
      }
    }
  }

 private:
  Share rows_of(int64_t tile) const { return share_of(plan_.m, plan_.row_tiles(), tile); }

  void multiply(const Share& share, const LeftRows& rows, int64_t panel) {
    const int64_t width = plan_.shape.columns, first = panel * width;
    const TileFunction kernel = tile_function(plan_.shape, share.count);
    kernel({plan_.k, rows, columns_ + first * plan_.k, sums_});
    finish_(FinishedTile{share.first, share.count, first, std::min(width, plan_.n - first), sums_,
                         width});
  }

  const ProductPlan& plan_;
  const float* columns_;
  float* sums_;
  float* places_;
  const Left& left_;
  const Finish& finish_;
};

/// `left` is where all rows lie, where the plan reads them in place, else fill(row, first_k, count,
/// to), which is called for parts of rows. Calls finish(FinishedTile) for every tile of the result.
/// Both are called from several threads. Each sum adds in ascending k, whatever the threads.
template <typename Left, typename Finish>
void run_product(const ProductPlan& plan, const float* columns, float* scratch, const Left& left,
                 const Finish& finish) {
  const int64_t tiles = plan.row_tiles(), together = plan.tiles_together();
  const int64_t blocks = (tiles + together - 1) / together;
  // Where there are too few rows for all threads, they share the columns; each lays out its own.
  const int64_t parts =
      blocks >= 2 * plan.threads ? 1 : std::min<int64_t>(plan.panels(), plan.threads);
  for_each_share(blocks * parts, plan.threads, [&](int thread, int64_t begin, int64_t end) {
    ProductRun run(plan, columns, scratch + thread * plan.thread_floats(), left, finish);
    for (int64_t unit = begin; unit < end; ++unit) {
      run.run(share_of(tiles, blocks, unit / parts), share_of(plan.panels(), parts, unit % parts));
    }
  });
}

}  // namespace nightjar::kernels
