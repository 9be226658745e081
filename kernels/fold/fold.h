// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The fold family: windows laid out as columns are added back into the image they came from.
//
// Inputs   0 columns [N, C * block elements, L]: L windows in row-major order, their elements
//            channel by channel
// Outputs  0 image [N, C, spatial...] of 1 to 3 axes
// Attributes  block: the window's extents; strides, pads (begins, then ends), dilations
// Any whole-byte numeric type, row-major.
#pragma once

#include <vector>

#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"
#include "kernels/common/window.h"

namespace nightjar::kernels {

struct FoldProblem {
  tensor::Dims block;
  Window window;
  tensor::TensorDesc columns, image;

  static Result<FoldProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_fold(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
