// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The conv_transpose family: y = activation(transposed conv(x, w) + bias + residual).
//
// Inputs   0 x [N, C, spatial...] in any layout
//          1 w [C, O/group, kernel...] row-major
//          2 bias [O], or absent
//          3 residual, described like y but for its type, or absent; not the memory of y
// Outputs  0 y [N, O, spatial...] in any layout; its extents say what output padding is
// Attributes  as in conv; pads are cut off the full result
// Types as in conv.
#pragma once

#include <vector>

#include "kernels/common/activation.h"
#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"
#include "kernels/common/window.h"

namespace nightjar::kernels {

struct ConvTransposeProblem {
  tensor::TensorDesc x, w, bias, residual, y;  ///< Type kUndefined for an absent one.
  Window window;
  int64_t group = 1;
  Activation activation;

  bool has_bias() const { return bias.type != tensor::DataType::kUndefined; }
  bool has_residual() const { return residual.type != tensor::DataType::kUndefined; }

  static Result<ConvTransposeProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_conv_transpose(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
