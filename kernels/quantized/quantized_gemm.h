// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The quantized_gemm family: matrix products of bytes with exact integer sums.
//
// Inputs   0 a [..., M, K] int8 or uint8; leading axes count as rows
//          1 b [K, N], or [N, K] with trans_b; int8, its zero point 0
//          2 bias [N] float32, or absent
//          3 residual, described like y but for its type, or absent; not the memory of y
//          4 scale [N] float32: of a times that of b, one a column
// Outputs  0 y [..., M, N]: int8, uint8, float32 or float16
// Attributes  trans_b (0 or 1), and those of Requantization, whose x is a. All is row-major.
#pragma once

#include <vector>

#include "kernels/common/tactic.h"
#include "kernels/quantized/requantization.h"

namespace nightjar::kernels {

struct QuantizedGemmProblem {
  tensor::TensorDesc a, b, bias, residual, scale, y;  ///< Type kUndefined for an absent one.
  bool trans_b = false;
  Requantization requantization;

  bool has_bias() const { return bias.type != tensor::DataType::kUndefined; }
  bool has_residual() const { return residual.type != tensor::DataType::kUndefined; }
  tensor::Dim k() const { return b.shape[trans_b ? 1 : 0]; }
  tensor::Dim n() const { return b.shape[trans_b ? 0 : 1]; }
  /// All axes of a but the last.
  tensor::Dim rows() const;

  /// Refuses types, ranks and extents that do not belong together.
  static Result<QuantizedGemmProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_quantized_gemm(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
