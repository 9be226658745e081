// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Six rows times a panel of columns, sums in registers: what fast attention spends its time in.
#pragma once

#include <cstdint>

namespace nightjar::kernels::attention {

inline constexpr int64_t kTileRows = 6;
/// Columns come in whole lanes.
inline constexpr int64_t kLane = 16;

/// c = a b for kTileRows rows of a. `columns` is a multiple of kLane.
struct TileProduct {
  const float* a = nullptr;
  const float* b = nullptr;
  float* c = nullptr;
  int64_t a_stride = 0, b_stride = 0, c_stride = 0;  ///< Elements from one row to the next.
  int64_t inner = 0, columns = 0;
};

/// With the widest instructions this CPU has.
void multiply_tile(const TileProduct& product);

}  // namespace nightjar::kernels::attention
