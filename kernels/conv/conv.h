// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The conv family: y = activation(conv(x, w) + bias + residual) for 1 to 3 spatial axes.
//
// Inputs   0 x [N, C, spatial...] in any layout
//          1 w [O, C/group, kernel...] row-major
//          2 bias [O], or absent
//          3 residual, described like y but for its type, or absent; not the memory of y
// Outputs  0 y [N, O, spatial...] in any layout
// Attributes  strides, pads (begins, then ends), dilations, group, activation,
//          activation_alpha, activation_beta
// x, w, residual and y are float32 or bfloat16 in any mixture, bias is float32, sums are kept in
// float32; the plain tactic also takes float16, float64 and 32- and 64-bit integers.
#pragma once

#include <vector>

#include "kernels/common/activation.h"
#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"
#include "kernels/common/window.h"

namespace nightjar::kernels {

struct ConvProblem {
  tensor::TensorDesc x, w, bias, residual, y;  ///< Type kUndefined for an absent one.
  Window window;
  int64_t group = 1;
  Activation activation;

  bool has_bias() const { return bias.type != tensor::DataType::kUndefined; }
  bool has_residual() const { return residual.type != tensor::DataType::kUndefined; }

  /// Refuses ranks, extents and attributes that do not belong together.
  static Result<ConvProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_conv(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
