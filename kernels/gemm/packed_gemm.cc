// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/gemm/packed_gemm.h"

#include <algorithm>
#include <cstring>

#include "kernels/common/threads.h"
#include "kernels/gemm/panel_tile.h"

namespace nightjar::kernels {
namespace {

/// Depth of one pass, so that a panel of columns stays in the first-level cache.
constexpr int64_t kDepthBlock = 256;
/// Panels of rows that one unit of parallel work covers.
constexpr int64_t kRowPanelsPerUnit = 16;

/// One tile through a local buffer when it sticks out of c.
template <typename T>
void add_tile(const PackedProduct<T>& product, int64_t row, int64_t column, int64_t first_k,
              int64_t depth) {
  constexpr int64_t kColumns = kPanelColumns<T>;
  const T* rows = product.rows + row * product.k + first_k * kPanelRows;
  const T* columns = product.columns + column * product.k + first_k * kColumns;
  const int64_t height = std::min(kPanelRows, product.m - row);
  const int64_t width = std::min(kColumns, product.n - column);
  T* c = product.c + row * product.c_row_stride + column;

  T tile[kPanelRows * kColumns];
  multiply_panel_tile(depth, rows, columns, tile);
  for (int64_t r = 0; r < height; ++r, c += product.c_row_stride) {
    const T* line = tile + r * kColumns;
    if (first_k == 0) {
      std::memcpy(c, line, static_cast<size_t>(width) * sizeof(T));
    } else {
      for (int64_t j = 0; j < width; ++j) c[j] += line[j];
    }
  }
}

template <typename T>
void clear(const PackedProduct<T>& product) {
  for (int64_t row = 0; row < product.m; ++row) {
    std::fill_n(product.c + row * product.c_row_stride, product.n, T(0));
  }
}

}  // namespace

template <typename T>
void pack_rows(MatrixView<T> left, int64_t m, int64_t k, T* packed, int threads) {
  for_each_index(panel_count(m, kPanelRows), threads, [&](int64_t panel) {
    T* target = packed + panel * kPanelRows * k;
    const int64_t first = panel * kPanelRows;
    const int64_t height = std::min(kPanelRows, m - first);
    for (int64_t depth = 0; depth < k; ++depth, target += kPanelRows) {
      const T* source = left.data + first * left.row_stride + depth * left.column_stride;
      for (int64_t r = 0; r < height; ++r) target[r] = source[r * left.row_stride];
      for (int64_t r = height; r < kPanelRows; ++r) target[r] = T(0);
    }
  });
}

template <typename T>
void pack_columns(MatrixView<T> right, int64_t k, int64_t n, T* packed, int threads) {
  constexpr int64_t kColumns = kPanelColumns<T>;
  for_each_index(panel_count(n, kColumns), threads, [&](int64_t panel) {
    T* target = packed + panel * kColumns * k;
    const int64_t first = panel * kColumns;
    const int64_t width = std::min(kColumns, n - first);
    for (int64_t depth = 0; depth < k; ++depth, target += kColumns) {
      const T* source = right.data + depth * right.row_stride + first * right.column_stride;
      for (int64_t j = 0; j < width; ++j) target[j] = source[j * right.column_stride];
      for (int64_t j = width; j < kColumns; ++j) target[j] = T(0);
    }
  });
}

template <typename T>
void multiply_packed(const PackedProduct<T>& product, int threads) {
  if (product.k == 0) return clear(product);
  const int64_t row_panels = panel_count(product.m, kPanelRows);
  const int64_t column_panels = panel_count(product.n, kPanelColumns<T>);
  const int64_t units_each = panel_count(row_panels, kRowPanelsPerUnit);
  for_each_index(column_panels * units_each, threads, [&](int64_t unit) {
    const int64_t column = unit / units_each * kPanelColumns<T>;
    const int64_t first_panel = unit % units_each * kRowPanelsPerUnit;
    const int64_t last_panel = std::min(row_panels, first_panel + kRowPanelsPerUnit);
    for (int64_t first_k = 0; first_k < product.k; first_k += kDepthBlock) {
      const int64_t depth = std::min(kDepthBlock, product.k - first_k);
      for (int64_t panel = first_panel; panel < last_panel; ++panel) {
        add_tile(product, panel * kPanelRows, column, first_k, depth);
      }
    }
  });
}

template void pack_rows(MatrixView<float>, int64_t, int64_t, float*, int);
template void pack_rows(MatrixView<double>, int64_t, int64_t, double*, int);
template void pack_rows(MatrixView<uint64_t>, int64_t, int64_t, uint64_t*, int);
template void pack_columns(MatrixView<float>, int64_t, int64_t, float*, int);
template void pack_columns(MatrixView<double>, int64_t, int64_t, double*, int);
template void pack_columns(MatrixView<uint64_t>, int64_t, int64_t, uint64_t*, int);
template void multiply_packed(const PackedProduct<float>&, int);
template void multiply_packed(const PackedProduct<double>&, int);
template void multiply_packed(const PackedProduct<uint64_t>&, int);

}  // namespace nightjar::kernels
