// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Finishes tiles of sums and puts them where a float32 tensor of channels and positions has them.
#pragma once

#include "kernels/common/channel_order.h"
#include "kernels/conv/conv.h"
#include "kernels/product/finish.h"
#include "kernels/product/product.h"

namespace nightjar::kernels {

/// Rows of a tile are images and positions, its columns channels.
class TileResult {
 public:
  /// `conv` is bound, all float32.
  explicit TileResult(const ConvProblem& conv);

  /// Adds bias and residual (inputs 2 and 3), activates, stores to output 0.
  void finish(const FinishedTile& tile, const LaunchArguments& arguments) const;

 private:
  /// Rows of one image, and the same number of neighbouring channels of each, as they lie in y.
  struct Piece {
    int64_t row, row_count;        ///< Of the tile.
    int64_t column, column_count;  ///< Of the tile.
    int64_t offset;                ///< Of its first value in y.
  };
  template <typename Use>
  void for_each_piece(const FinishedTile& tile, const Use& use) const;
  /// In the sums' place first: neighbours in y lie apart there.
  void finish_planes(const FinishedTile& tile, const LaunchArguments& arguments) const;

  ChannelOrder order_;
  Activation activation_;
  bool has_bias_, has_residual_;
  bool are_planes_;  ///< Positions are neighbours in y, not channels.
};

}  // namespace nightjar::kernels
