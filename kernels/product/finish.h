// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What our own float32 products do to sums before they are stored.
#pragma once

#include <cstdint>
#include <optional>

#include "kernels/common/activation.h"

namespace nightjar::kernels {

/// rows[r][j] += line[j] for `row_count` rows `width` apart.
void add_line(const float* line, int64_t row_count, int64_t column_count, float* rows,
              int64_t width);

/// to[i * to_stride] += from[i * from_stride]
void add_values(const float* from, int64_t from_stride, int64_t count, float* to,
                int64_t to_stride);

void copy_values(const float* from, int64_t from_stride, int64_t count, float* to,
                 int64_t to_stride);

void scale_values(float factor, int64_t count, float* values);

/// As Activation says, in float32 to about 4 ulp.
void activate_values(const Activation& activation, int64_t count, float* values);

/// What an activation that only cuts off keeps values between.
struct Bounds {
  float low = -__builtin_inff(), high = __builtin_inff();
};
/// Of none, relu and clip; nothing for those that compute.
std::optional<Bounds> bounds_of(const Activation& activation);

/// Rows of sums on their way to rows of a result. `bias` holds one value a column; it and
/// `residual` may be nullptr.
struct RowsToFinish {
  int64_t row_count = 0, column_count = 0;
  const float* sums = nullptr;
  int64_t width = 0;  ///< From one row of sums to the next.
  const float* bias = nullptr;
  const float* residual = nullptr;  ///< Rows `stride` apart, like those of y.
  float* y = nullptr;
  int64_t stride = 0;
};
/// y = activation(sums + bias + residual), each value read and written once where the activation
/// is a frequent one.
void finish_rows(const RowsToFinish& rows, const Activation& activation);

}  // namespace nightjar::kernels
