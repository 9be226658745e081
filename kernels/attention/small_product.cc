// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/attention/small_product.h"

#include "kernels/common/clones.h"

namespace nightjar::kernels::attention {
namespace {

/// Columns whose sums are kept in registers.
constexpr int64_t kColumns = 32;

template <int64_t kRows>
NIGHTJAR_INLINE void multiply_block(const SmallProduct& p, int64_t column) {
  float sums[kRows][kColumns] = {};
  const float* b = p.b + column;
  for (int64_t k = 0; k < p.inner; ++k, b += p.b_stride) {
    for (int64_t row = 0; row < kRows; ++row) {
      const float a = p.a[row * p.a_stride + k];
      for (int64_t i = 0; i < kColumns; ++i) sums[row][i] += a * b[i];
    }
  }
  for (int64_t row = 0; row < kRows; ++row) {
    for (int64_t i = 0; i < kColumns; ++i) p.c[row * p.c_stride + column + i] = sums[row][i];
  }
}

NIGHTJAR_INLINE void multiply_edge(const SmallProduct& p, int64_t first_row, int64_t column) {
  for (int64_t row = first_row; row < p.rows; ++row) {
    float* c = p.c + row * p.c_stride;
    for (int64_t i = column; i < p.columns; ++i) c[i] = 0;
    for (int64_t k = 0; k < p.inner; ++k) {
      const float a = p.a[row * p.a_stride + k];
      const float* b = p.b + k * p.b_stride;
      for (int64_t i = column; i < p.columns; ++i) c[i] += a * b[i];
    }
  }
}

NIGHTJAR_CLONES void multiply_rows(const SmallProduct& p) {
  int64_t column = 0;
  if (p.rows == kProductRows) {
    for (; column + kColumns <= p.columns; column += kColumns) {
      multiply_block<kProductRows>(p, column);
    }
  }
  multiply_edge(p, 0, column);
}

}  // namespace

void multiply(const SmallProduct& product) { multiply_rows(product); }

}  // namespace nightjar::kernels::attention
