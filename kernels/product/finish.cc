// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/product/finish.h"

#include <cstring>

#include "kernels/common/clones.h"
#include "kernels/common/vector_math.h"

namespace nightjar::kernels {
namespace {

NIGHTJAR_CLONES void add_dense(const float* from, int64_t count, float* to) {
  for (int64_t i = 0; i < count; ++i) to[i] += from[i];
}

NIGHTJAR_CLONES void relu(int64_t count, float* values) {
  for (int64_t i = 0; i < count; ++i) values[i] = values[i] < 0.0f ? 0.0f : values[i];
}

NIGHTJAR_CLONES void clip(float low, float high, int64_t count, float* values) {
  for (int64_t i = 0; i < count; ++i) {
    const float raised = values[i] < low ? low : values[i];
    values[i] = raised > high ? high : raised;
  }
}

NIGHTJAR_CLONES void silu(int64_t count, float* values) {
  for (int64_t i = 0; i < count; ++i) values[i] *= fast_sigmoid(values[i]);
}

NIGHTJAR_CLONES void sigmoid(int64_t count, float* values) {
  for (int64_t i = 0; i < count; ++i) values[i] = fast_sigmoid(values[i]);
}

NIGHTJAR_CLONES void gelu(int64_t count, float* values) {
  for (int64_t i = 0; i < count; ++i) values[i] *= normal_cdf(values[i]);
}

NIGHTJAR_CLONES void tanh_of(int64_t count, float* values) {
  for (int64_t i = 0; i < count; ++i) values[i] = fast_tanh(values[i]);
}

NIGHTJAR_CLONES void hard_swish(int64_t count, float* values) {
  for (int64_t i = 0; i < count; ++i) {
    float gate = values[i] * (1.0f / 6) + 0.5f;
    gate = gate < 0.0f ? 0.0f : gate;
    values[i] *= gate > 1.0f ? 1.0f : gate;
  }
}

NIGHTJAR_INLINE float between(float value, const Bounds& bounds) {
  const float raised = value < bounds.low ? bounds.low : value;
  return raised > bounds.high ? bounds.high : raised;
}

}  // namespace

std::optional<Bounds> bounds_of(const Activation& activation) {
  switch (activation.kind) {
    case ActivationKind::kNone:
      return Bounds{};
    case ActivationKind::kRelu:
      return Bounds{0};
    case ActivationKind::kClip:
      return Bounds{static_cast<float>(activation.alpha), static_cast<float>(activation.beta)};
    default:
      return std::nullopt;
  }
}

NIGHTJAR_CLONES void finish_rows(const RowsToFinish& rows, const Bounds& bounds) {
  for (int64_t r = 0; r < rows.row_count; ++r) {
    const float* sums = rows.sums + r * rows.width;
    const float* bias = rows.bias;
    const float* residual = rows.residual + r * rows.stride;
    float* y = rows.y + r * rows.stride;
    const int64_t count = rows.column_count;
    if (bias != nullptr && rows.residual != nullptr) {
#pragma GCC ivdep
      for (int64_t i = 0; i < count; ++i) y[i] = between(sums[i] + bias[i] + residual[i], bounds);
    } else if (bias != nullptr) {
#pragma GCC ivdep
      for (int64_t i = 0; i < count; ++i) y[i] = between(sums[i] + bias[i], bounds);
    } else if (rows.residual != nullptr) {
#pragma GCC ivdep
      for (int64_t i = 0; i < count; ++i) y[i] = between(sums[i] + residual[i], bounds);
    } else {
#pragma GCC ivdep
      for (int64_t i = 0; i < count; ++i) y[i] = between(sums[i], bounds);
    }
  }
}

void add_line(const float* line, int64_t row_count, int64_t column_count, float* rows,
              int64_t width) {
  for (int64_t r = 0; r < row_count; ++r) add_dense(line, column_count, rows + r * width);
}

void add_values(const float* from, int64_t from_stride, int64_t count, float* to,
                int64_t to_stride) {
  if (from_stride == 1 && to_stride == 1) return add_dense(from, count, to);
  for (int64_t i = 0; i < count; ++i) to[i * to_stride] += from[i * from_stride];
}

void copy_values(const float* from, int64_t from_stride, int64_t count, float* to,
                 int64_t to_stride) {
  if (from_stride == 1 && to_stride == 1) {
    std::memcpy(to, from, static_cast<size_t>(count) * sizeof(float));
    return;
  }
  for (int64_t i = 0; i < count; ++i) to[i * to_stride] = from[i * from_stride];
}

NIGHTJAR_CLONES void scale_values(float factor, int64_t count, float* values) {
  for (int64_t i = 0; i < count; ++i) values[i] *= factor;
}

void activate_values(const Activation& activation, int64_t count, float* values) {
  switch (activation.kind) {
    case ActivationKind::kNone:
      return;
    case ActivationKind::kRelu:
      return relu(count, values);
    case ActivationKind::kClip:
      return clip(static_cast<float>(activation.alpha), static_cast<float>(activation.beta), count,
                  values);
    case ActivationKind::kSilu:
      return silu(count, values);
    case ActivationKind::kSigmoid:
      return sigmoid(count, values);
    case ActivationKind::kGelu:
      return gelu(count, values);
    case ActivationKind::kTanh:
      return tanh_of(count, values);
    case ActivationKind::kHardSwish:
      return hard_swish(count, values);
    default:
      return activate(activation, {values, static_cast<size_t>(count)});
  }
}

}  // namespace nightjar::kernels
