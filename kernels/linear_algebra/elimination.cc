// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/linear_algebra/elimination.h"

#include <algorithm>
#include <cmath>

namespace nightjar::kernels::linear_algebra {
namespace {

int64_t pivot_row(const double* matrix, int64_t n, int64_t column) {
  int64_t best = column;
  for (int64_t row = column + 1; row < n; ++row) {
    if (std::fabs(matrix[row * n + column]) > std::fabs(matrix[best * n + column])) best = row;
  }
  return best;
}

void subtract_row(double* rows, int64_t n, int64_t from, int64_t to, int64_t first, double factor) {
  for (int64_t i = first; i < n; ++i) rows[to * n + i] -= factor * rows[from * n + i];
}

void swap_rows(double* rows, int64_t n, int64_t a, int64_t b) {
  std::swap_ranges(rows + a * n, rows + (a + 1) * n, rows + b * n);
}

}  // namespace

double eliminate(double* matrix, int64_t n, double* inverse) {
  double determinant = 1;
  if (inverse != nullptr) {
    std::fill(inverse, inverse + n * n, 0.0);
    for (int64_t i = 0; i < n; ++i) inverse[i * n + i] = 1;
  }
  for (int64_t column = 0; column < n; ++column) {
    const int64_t pivot = pivot_row(matrix, n, column);
    if (pivot != column) {
      determinant = -determinant;
      swap_rows(matrix, n, pivot, column);
      if (inverse != nullptr) swap_rows(inverse, n, pivot, column);
    }
    const double diagonal = matrix[column * n + column];
    determinant *= diagonal;
    if (inverse == nullptr && diagonal == 0) return 0;
    if (inverse != nullptr) {
      for (int64_t i = 0; i < n; ++i) matrix[column * n + i] /= diagonal;
      for (int64_t i = 0; i < n; ++i) inverse[column * n + i] /= diagonal;
    }
    for (int64_t row = inverse != nullptr ? 0 : column + 1; row < n; ++row) {
      if (row == column) continue;
      const double divisor = inverse != nullptr ? 1 : diagonal;
      const double factor = matrix[row * n + column] / divisor;
      if (factor == 0) continue;
      subtract_row(matrix, n, column, row, column, factor);
      if (inverse != nullptr) subtract_row(inverse, n, column, row, 0, factor);
    }
  }
  return determinant;
}

}  // namespace nightjar::kernels::linear_algebra
