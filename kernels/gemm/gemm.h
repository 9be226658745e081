// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The gemm family: y = activation(alpha * a b + bias + residual), with leading batch axes.
//
// Inputs   0 a [batch..., M, K], or [batch..., K, M] with trans_a
//          1 b [batch..., K, N], or [batch..., N, K] with trans_b; batch axes of a and b broadcast
//          2 bias that broadcasts to y (usually [N]), or absent
//          3 residual, described like y but for its type, or absent; not the memory of y
// Outputs  0 y [batch..., M, N]
// Attributes  trans_a, trans_b (0 or 1), alpha, activation, activation_alpha, activation_beta
// Everything is row-major. Types are float32 and bfloat16 in any mixture with sums in float32; the
// plain tactic also takes float16, float64 and 32- and 64-bit integers.
#pragma once

#include <vector>

#include "kernels/common/activation.h"
#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels {

struct GemmProblem {
  tensor::TensorDesc a, b, bias, residual, y;  ///< Type kUndefined for an absent one.
  bool trans_a = false, trans_b = false;
  double alpha = 1;
  Activation activation;

  bool has_bias() const { return bias.type != tensor::DataType::kUndefined; }
  bool has_residual() const { return residual.type != tensor::DataType::kUndefined; }
  tensor::Dim m() const;
  tensor::Dim n() const;
  tensor::Dim k() const;

  /// Refuses ranks and extents that do not belong together.
  static Result<GemmProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_gemm(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
