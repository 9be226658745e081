// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/recurrent/dot_rows.h"

#include "kernels/common/clones.h"

namespace nightjar::kernels::recurrent {
namespace {

constexpr int64_t kLanes = 16;

template <typename C>
NIGHTJAR_INLINE void any_dot_rows(const C* w, const C* x, const C* start, int64_t rows,
                                  int64_t columns, C* y) {
  for (int64_t row = 0; row < rows; ++row, w += columns) {
    C lanes[kLanes] = {};
    int64_t k = 0;
    for (; k + kLanes <= columns; k += kLanes) {
      for (int64_t lane = 0; lane < kLanes; ++lane) lanes[lane] += w[k + lane] * x[k + lane];
    }
    C sum = start == nullptr ? C(0) : start[row];
    for (int64_t lane = 0; lane < kLanes; ++lane) sum += lanes[lane];
    for (; k < columns; ++k) sum += w[k] * x[k];
    y[row] = sum;
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
