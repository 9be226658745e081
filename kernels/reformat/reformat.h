// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The reformat family: the same logical tensor in another layout, another type, or both.
//
// Inputs   0 x    Outputs  0 y, of equal extents    Attributes  none
// Types: any to itself (packed and string types excepted), and between float16, bfloat16, float32,
// float64, bool and the integers of 8 to 64 bits. Floats round to nearest even, floats to integers
// are cut towards zero, integers to integers keep the low bits.
#pragma once

#include <vector>

#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels {

struct ReformatProblem {
  tensor::TensorDesc x, y;

  static Result<ReformatProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_reformat(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
