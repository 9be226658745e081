// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// c = a b for a few rows of a: the product inside of attention.
#pragma once

#include <cstdint>

namespace nightjar::kernels::attention {

inline constexpr int64_t kProductRows = 4;

/// Row-major; rows lie `a_stride`, `b_stride` and `c_stride` elements apart.
struct SmallProduct {
  const float* a = nullptr;
  const float* b = nullptr;
  float* c = nullptr;
  int64_t a_stride = 0, b_stride = 0, c_stride = 0;
  int64_t rows = 0;  ///< At most kProductRows.
  int64_t inner = 0, columns = 0;
};

void multiply(const SmallProduct& product);

}  // namespace nightjar::kernels::attention
