// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The right side of our own float32 products, in panels as wide as a tile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"

namespace nightjar::kernels {

/// A right side of depth x count floats, seen through strides: rows in `runs` of `run_length`, as
/// the taps of a convolution's weights lie apart.
struct RightSide {
  const float* data = nullptr;
  int64_t depth = 0, count = 0;
  int64_t column_stride = 0;
  int64_t row_stride = 0;
  int64_t run_length = 1;  ///< Rows `row_stride` apart; the runs are `run_stride` apart.
  int64_t run_stride = 0;
};

/// Panels of `columns`, padded with zeros: [panels][depth][columns].
int64_t packed_floats(int64_t depth, int64_t count, int64_t columns);
void pack_columns(const RightSide& from, int64_t columns, float* to);

/// The panels behind a heading, as a plan keeps them.
std::vector<std::byte> columns_blob(const RightSide& from, int64_t columns);
/// The panels in a blob; refuses one made for other extents.
Result<const float*> columns_in(std::span<const std::byte> blob, int64_t depth, int64_t count,
                                int64_t columns);

}  // namespace nightjar::kernels
