// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The softmax family: exp(x) / sum(exp(x)) along one axis, or its logarithm.
//
// Inputs   0 x    Outputs  0 y, of equal extents; float16, bfloat16, float32 or float64 each
// Attributes  axis, log (0 or 1)
// Everything is row-major and computed in float32 (float64 for float64).
#pragma once

#include <vector>

#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels {

struct SoftmaxProblem {
  tensor::TensorDesc x, y;
  int64_t axis = 0;
  bool is_log = false;

  static Result<SoftmaxProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_softmax(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
