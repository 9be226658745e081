// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What a contraction of bytes does to its exact sums: back to real numbers, the epilogue, and to
// bytes again.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/tensor/attributes.h"
#include "engine/tensor/host_tensor.h"
#include "kernels/common/activation.h"
#include "kernels/common/problem.h"

namespace nightjar::kernels {

/// real = scale[channel] * (sum of (x - x_zero) * w) + bias + residual, then the activation.
/// An integer y is clamp(round_to_even(real / y_scale) + y_zero), a float y is real itself.
/// An integer residual stands for (residual - residual_zero) * residual_scale.
/// Attributes: the names below, those of the activation; left out where they are the defaults.
struct Requantization {
  int64_t x_zero = 0;
  double residual_scale = 1;
  int64_t residual_zero = 0;
  double y_scale = 1;
  int64_t y_zero = 0;
  Activation activation;

  bool operator==(const Requantization&) const = default;

  /// Refuses scales that are no positive numbers and zero points outside of a byte.
  static Result<Requantization> from_attributes(const tensor::Attributes& attributes);
  void add_to(tensor::Attributes& attributes) const;
};

/// Whether the type is one that quantised activations have: int8 or uint8.
bool is_byte(tensor::DataType type);

/// What quantized_conv and quantized_gemm share: x is bytes, w is int8, bias and scale are float32,
/// residual and y are bytes, float32 or float16. Undefined descriptions are skipped.
Status check_quantized_types(const Problem& problem);

/// Operands of both families, in order.
enum QuantizedOperand : size_t { kQuantizedX, kQuantizedW, kBias, kResidual, kScale };
inline constexpr size_t kQuantizedOperandCount = 5;

/// The operands that a blob of packed weights stands for: w, scale, and a bias that is there. An
/// error that names `tactic` when one of them is no constant.
Result<std::vector<size_t>> packed_operands(std::string_view tactic, const Problem& problem,
                                            std::span<const tensor::HostTensor> constants);

}  // namespace nightjar::kernels
