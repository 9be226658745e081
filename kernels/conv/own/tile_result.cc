// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/conv/own/tile_result.h"

namespace nightjar::kernels {

TileResult::TileResult(const ConvProblem& conv)
    : order_(channel_order(conv.y.layout, dims_of(conv.y))),
      activation_(conv.activation),
      has_bias_(conv.has_bias()),
      has_residual_(conv.has_residual()),
      are_planes_(conv.y.layout == tensor::Layout::kRowMajor) {}

/// Whole rows where all channels are neighbours, else block by block, or channel by channel.
template <typename Use>
void TileResult::for_each_piece(const FinishedTile& tile, const Use& use) const {
  const bool is_dense = order_.block_stride == tensor::kChannelBlock;
  const int64_t in_blocks = is_dense ? tile.column_count : tensor::kChannelBlock;
  const int64_t run = are_planes_ ? 1 : in_blocks;
  for (int64_t row = 0; row < tile.row_count;) {
    const int64_t image = (tile.first_row + row) / order_.spatial;
    const int64_t position = (tile.first_row + row) % order_.spatial;
    const int64_t row_count = std::min(tile.row_count - row, order_.spatial - position);
    for (int64_t column = 0; column < tile.column_count; column += run) {
      use(Piece{row, row_count, column, std::min(run, tile.column_count - column),
                order_.offset(image, tile.first_column + column, position)});
    }
    row += row_count;
  }
}

void TileResult::finish(const FinishedTile& tile, const LaunchArguments& arguments) const {
  if (are_planes_) return finish_planes(tile, arguments);
  const auto* bias = has_bias_ ? static_cast<const float*>(arguments.inputs[2]) : nullptr;
  const auto* residual = has_residual_ ? static_cast<const float*>(arguments.inputs[3]) : nullptr;
  auto* y = static_cast<float*>(arguments.outputs[0]);
  for_each_piece(tile, [&](const Piece& piece) {
    RowsToFinish rows{piece.row_count, piece.column_count,
                      tile.sums + piece.row * tile.width + piece.column, tile.width};
    rows.bias = has_bias_ ? bias + tile.first_column + piece.column : nullptr;
    rows.residual = has_residual_ ? residual + piece.offset : nullptr;
    rows.y = y + piece.offset;
    rows.stride = order_.spatial_stride;
    finish_rows(rows, activation_);
  });
}

void TileResult::finish_planes(const FinishedTile& tile, const LaunchArguments& arguments) const {
  if (has_bias_) {
    const auto* bias = static_cast<const float*>(arguments.inputs[2]) + tile.first_column;
    add_line(bias, tile.row_count, tile.column_count, tile.sums, tile.width);
  }
  const auto for_each_column = [&](const auto& use) {
    for_each_piece(tile, [&](const Piece& piece) {
      use(tile.sums + piece.row * tile.width + piece.column, piece.offset, piece.row_count);
    });
  };
  if (has_residual_) {
    const auto* residual = static_cast<const float*>(arguments.inputs[3]);
    for_each_column([&](float* sums, int64_t offset, int64_t count) {
      add_values(residual + offset, 1, count, sums, tile.width);
    });
  }
  activate_values(activation_, tile.row_count * tile.width, tile.sums);
  auto* y = static_cast<float*>(arguments.outputs[0]);
  for_each_column([&](const float* sums, int64_t offset, int64_t count) {
    copy_values(sums, tile.width, count, y + offset, 1);
  });
}

}  // namespace nightjar::kernels
