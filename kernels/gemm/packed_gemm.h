// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Multiplies matrices that were packed into panels: what plain contraction and convolution stand
// on.
#pragma once

#include <cstdint>

namespace nightjar::kernels {

/// Rows of the left matrix that one panel holds.
inline constexpr int64_t kPanelRows = 6;
/// Columns of the right matrix that one panel holds: 64 bytes.
template <typename T>
inline constexpr int64_t kPanelColumns = 64 / static_cast<int64_t>(sizeof(T));

/// Element (i, j) lies at data[i * row_stride + j * column_stride].
template <typename T>
struct MatrixView {
  const T* data = nullptr;
  int64_t row_stride = 0, column_stride = 0;
};

inline int64_t panel_count(int64_t extent, int64_t panel) { return (extent + panel - 1) / panel; }

/// Elements of the packed forms: panels of kPanelRows x k and of k x kPanelColumns, padded with
/// zeros.
template <typename T>
int64_t packed_rows_count(int64_t m, int64_t k) {
  return panel_count(m, kPanelRows) * kPanelRows * k;
}
template <typename T>
int64_t packed_columns_count(int64_t k, int64_t n) {
  return panel_count(n, kPanelColumns<T>) * kPanelColumns<T> * k;
}

template <typename T>
void pack_rows(MatrixView<T> left, int64_t m, int64_t k, T* packed, int threads);
template <typename T>
void pack_columns(MatrixView<T> right, int64_t k, int64_t n, T* packed, int threads);

/// What multiply_packed needs to know; `c` is m x n, row-major, `c_row_stride` apart, overwritten.
template <typename T>
struct PackedProduct {
  int64_t m = 0, n = 0, k = 0;
  const T* rows = nullptr;     ///< By pack_rows.
  const T* columns = nullptr;  ///< By pack_columns.
  T* c = nullptr;
  int64_t c_row_stride = 0;
};

/// T is float, double or uint64_t (which wraps, and so serves signed integers too). The result does
/// not depend on `threads`.
template <typename T>
void multiply_packed(const PackedProduct<T>& product, int threads);

}  // namespace nightjar::kernels
