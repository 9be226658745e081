// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/product/finish.h"

#include <cstring>

#include "kernels/common/clones.h"
#include "kernels/common/vector_math.h"
#include "kernels/product/silu.h"

namespace nightjar::kernels {
namespace {

NIGHTJAR_CLONES void add_dense(const float* from, int64_t count, float* to) {
  for (int64_t i = 0; i < count; ++i) to[i] += from[i];
}

NIGHTJAR_INLINE float between(float value, const Bounds& bounds) {
  const float raised = value < bounds.low ? bounds.low : value;
  return raised > bounds.high ? bounds.high : raised;
}

NIGHTJAR_INLINE float hard_swish_of(float value) {
  float gate = value * (1.0f / 6) + 0.5f;
  gate = gate < 0.0f ? 0.0f : gate;
  return value * (gate > 1.0f ? 1.0f : gate);
}

NIGHTJAR_CLONES void cut_off(Bounds bounds, int64_t count, float* values) {
  for (int64_t i = 0; i < count; ++i) values[i] = between(values[i], bounds);
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
  for (int64_t i = 0; i < count; ++i) values[i] = hard_swish_of(values[i]);
}

template <bool kHasBias, bool kHasResidual, typename Map>
NIGHTJAR_INLINE void finish_each(const RowsToFinish& rows, const Map& map) {
  for (int64_t r = 0; r < rows.row_count; ++r) {
    const float* sums = rows.sums + r * rows.width;
    const float* bias = rows.bias;
    const float* residual = kHasResidual ? rows.residual + r * rows.stride : nullptr;
    float* y = rows.y + r * rows.stride;
    const int64_t count = rows.column_count;
#pragma GCC ivdep
    for (int64_t i = 0; i < count; ++i) {
      float sum = sums[i];
      if constexpr (kHasBias) sum += bias[i];
      if constexpr (kHasResidual) sum += residual[i];
      y[i] = map(sum);
    }
  }
}

template <typename Map>
NIGHTJAR_INLINE void finish_all(const RowsToFinish& rows, const Map& map) {
  if (rows.bias != nullptr) {
    if (rows.residual != nullptr) return finish_each<true, true>(rows, map);
    return finish_each<true, false>(rows, map);
  }
  if (rows.residual != nullptr) return finish_each<false, true>(rows, map);
  finish_each<false, false>(rows, map);
}

NIGHTJAR_CLONES void finish_bounded(const RowsToFinish& rows, Bounds bounds) {
  finish_all(rows, [bounds](float sum) NIGHTJAR_LAMBDA { return between(sum, bounds); });
}

/// y[i] = silu(sums[i] + bias[i] + residual[i]) for kLanes of them.
template <int kLanes>
NIGHTJAR_INLINE void finish_lanes(const float* sums, const float* bias, const float* residual,
                                  float* y) {
  typename Lanes<kLanes>::Float sum, addend;
  std::memcpy(&sum, sums, sizeof sum);
  if (bias != nullptr) {
    std::memcpy(&addend, bias, sizeof addend);
    sum += addend;
  }
  if (residual != nullptr) {
    std::memcpy(&addend, residual, sizeof addend);
    sum += addend;
  }
  apply_silu<kLanes>(sum);
  std::memcpy(y, &sum, sizeof sum);
}

/// Written out in registers: its constants then stay there from row to row.
NIGHTJAR_CLONES void finish_silu(const RowsToFinish& rows) {
  constexpr int kLanes = 16;
  const int64_t whole = rows.column_count / kLanes * kLanes;
  for (int64_t r = 0; r < rows.row_count; ++r) {
    const float* sums = rows.sums + r * rows.width;
    const float* residual = rows.residual == nullptr ? nullptr : rows.residual + r * rows.stride;
    float* y = rows.y + r * rows.stride;
    const auto at = [](const float* values, int64_t i)
                        NIGHTJAR_LAMBDA { return values == nullptr ? nullptr : values + i; };
    for (int64_t i = 0; i < whole; i += kLanes) {
      finish_lanes<kLanes>(sums + i, at(rows.bias, i), at(residual, i), y + i);
    }
    for (int64_t i = whole; i < rows.column_count; ++i) {
      finish_lanes<1>(sums + i, at(rows.bias, i), at(residual, i), y + i);
    }
  }
}

NIGHTJAR_CLONES void finish_gelu(const RowsToFinish& rows) {
  finish_all(rows, [](float sum) NIGHTJAR_LAMBDA { return sum * normal_cdf(sum); });
}

NIGHTJAR_CLONES void finish_hard_swish(const RowsToFinish& rows) {
  finish_all(rows, [](float sum) NIGHTJAR_LAMBDA { return hard_swish_of(sum); });
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

void finish_rows(const RowsToFinish& rows, const Activation& activation) {
  if (const auto bounds = bounds_of(activation)) return finish_bounded(rows, *bounds);
  switch (activation.kind) {
    case ActivationKind::kSilu:
      return finish_silu(rows);
    case ActivationKind::kGelu:
      return finish_gelu(rows);
    case ActivationKind::kHardSwish:
      return finish_hard_swish(rows);
    default:
      finish_bounded(rows, {});
      for (int64_t r = 0; r < rows.row_count; ++r) {
        activate_values(activation, rows.column_count, rows.y + r * rows.stride);
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
  if (const auto bounds = bounds_of(activation)) return cut_off(*bounds, count, values);
  switch (activation.kind) {
    case ActivationKind::kSilu:
      return finish_silu({1, count, values, count, nullptr, nullptr, values, count});
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
