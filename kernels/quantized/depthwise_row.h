// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One row of a depthwise convolution of bytes, channels last, with AVX512-VNNI: 64 channels at a
// time, four rows of the window in one instruction.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/tensor/data_type.h"

namespace nightjar::kernels {

/// Channels that are worked on together.
inline constexpr int64_t kDepthwiseBlock = 64;
/// Window rows that one multiplication sums.
inline constexpr int64_t kDepthwiseRows = 4;
/// Vectors of 64 bytes that hold four rows of a block.
inline constexpr int64_t kDepthwiseParts = 4;

/// Where channel `c` of a block stands among the 4 x 16 sums of a block: part, lane.
struct DepthwisePlace {
  int64_t part, lane;
};
inline DepthwisePlace depthwise_place(int64_t c) { return {c % 16 / 4, c / 16 * 4 + c % 4}; }

/// One output row of one block of channels.
struct DepthwiseRow {
  const uint8_t* const* rows =
      nullptr;            ///< Input rows of the window, at the block's first channel.
  int64_t row_count = 0;  ///< Of the window; a multiple of 4 pointers are readable.
  int64_t columns = 0;    ///< Of the input.
  int64_t kernel_columns = 0, stride = 1, pad = 0;
  int64_t channels = 0;             ///< From one pixel to the next, in elements, x and y alike.
  int64_t block_channels = 64;      ///< Of this block: the last one may have fewer.
  uint8_t flip = 0;                 ///< 0x80 where x is int8: then it counts from -128.
  uint8_t fill = 0;                 ///< What pads hold, flipped already.
  const int8_t* weights = nullptr;  ///< [row groups, kernel columns, 4, 64]
  const float* scale = nullptr;     ///< [4, 16], as the two below: y = scale * sum + shift
  const float* shift = nullptr;
  float low = 0, high = 0;  ///< What y is kept between before `zero` is added.
  int32_t zero = 0;
  tensor::DataType y_type = tensor::DataType::kUInt8;
  void* y = nullptr;
  int64_t y_columns = 0;
};

/// Bytes of scratch, 64-byte aligned, that a row needs.
size_t depthwise_scratch_bytes(int64_t row_count, int64_t columns, int64_t kernel_columns,
                               int64_t pads);

bool has_depthwise_row();

/// Needs has_depthwise_row().
void run_depthwise_row(const DepthwiseRow& row, uint8_t* scratch);

}  // namespace nightjar::kernels
