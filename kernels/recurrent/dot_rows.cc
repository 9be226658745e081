// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/recurrent/dot_rows.h"

#include "kernels/common/clones.h"
#include "kernels/common/run_folds.h"

namespace nightjar::kernels::recurrent {
namespace {

template <typename C>
NIGHTJAR_INLINE void any_dot_rows(const C* w, const C* x, const C* start, int64_t rows,
                                  int64_t columns, C* y) {
  for (int64_t row = 0; row < rows; ++row) {
    const C sum = dot_of_runs(w + row * columns, x, columns);
    y[row] = start == nullptr ? sum : sum + start[row];
  }
}

NIGHTJAR_CLONES void float_dot_rows(const float* w, const float* x, const float* start,
                                    int64_t rows, int64_t columns, float* y) {
  any_dot_rows(w, x, start, rows, columns, y);
}

}  // namespace

template <>
void dot_rows(const float* w, const float* x, const float* start, int64_t rows, int64_t columns,
              float* y) {
  float_dot_rows(w, x, start, rows, columns, y);
}

template <>
void dot_rows(const double* w, const double* x, const double* start, int64_t rows, int64_t columns,
              double* y) {
  any_dot_rows(w, x, start, rows, columns, y);
}

}  // namespace nightjar::kernels::recurrent
