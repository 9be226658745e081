// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The affine_grid family: the places at which an affine map reads an image.
//
// Inputs   0 theta [N, R, R+1], floating: R is 2 or 3, the spatial rank
// Outputs  0 grid [N, (D,) H, W, R], of theta's type: coordinates from -1 to 1, innermost axis
// first Attributes  align_corners: -1 and 1 are the middles of the outermost elements, not their
// edges
#pragma once

#include <vector>

#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels {

struct AffineGridProblem {
  bool align_corners = false;
  tensor::TensorDesc theta, grid;

  static Result<AffineGridProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_affine_grid(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
