// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The quantized_conv family: convolutions of bytes with exact integer sums, for 1 to 3 spatial
// axes.
//
// Inputs   0 x [N, C, spatial...], int8 or uint8, row-major or channels last
//          1 w [O, C/group, kernel...] int8, row-major, its zero point 0
//          2 bias [O] float32, or absent
//          3 residual, described like y but for its type, or absent; not the memory of y
//          4 scale [O] float32: of x times that of w, one a channel
// Outputs  0 y [N, O, spatial...] in the layout of x; int8, uint8, float32 or float16
// Attributes  strides, pads, dilations, group, and those of Requantization. A pad counts as x_zero.
#pragma once

#include <vector>

#include "kernels/common/tactic.h"
#include "kernels/common/window.h"
#include "kernels/quantized/requantization.h"

namespace nightjar::kernels {

struct QuantizedConvProblem {
  tensor::TensorDesc x, w, bias, residual, scale, y;  ///< Type kUndefined for an absent one.
  Window window;
  int64_t group = 1;
  Requantization requantization;

  bool has_bias() const { return bias.type != tensor::DataType::kUndefined; }
  bool has_residual() const { return residual.type != tensor::DataType::kUndefined; }
  bool has_pads() const;

  /// Refuses types, ranks, extents and attributes that do not belong together.
  static Result<QuantizedConvProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_quantized_conv(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
