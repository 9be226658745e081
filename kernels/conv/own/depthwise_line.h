// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One line of a depthwise convolution: 16 channels side by side, all output columns of a row.
#pragma once

#include <cstdint>

namespace nightjar::kernels {

/// Channels that are worked on together.
inline constexpr int64_t kLineChannels = 16;
/// Outputs whose sums are kept in registers together.
inline constexpr int64_t kLineTile = 7;

struct DepthwiseLine {
  const float* const* rows = nullptr;  ///< A row of the window each: [columns][16], pads included.
  int64_t kernel_rows = 0, kernel_columns = 0, stride = 1, dilation = 1;
  const float* weights = nullptr;  ///< [kernel_rows][kernel_columns][16]
  const float* bias = nullptr;     ///< [16]
  bool is_silu = false;            ///< Then low and high are infinite.
  float low = 0, high = 0;         ///< What the results are kept between.
  float* y = nullptr;              ///< 16 results a column, `y_stride` floats apart.
  int64_t y_stride = kLineChannels, y_columns = 0;

  int64_t tiles() const { return (y_columns + kLineTile - 1) / kLineTile; }
  /// Columns that its rows must have.
  int64_t columns_read() const {
    return (tiles() * kLineTile - 1) * stride + (kernel_columns - 1) * dilation + 1;
  }
};

void run_depthwise_line(const DepthwiseLine& line);

}  // namespace nightjar::kernels
