// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The linear_algebra family: determinants and inverses of square matrices.
//
// Input 0 x [batch..., N, N] of floats; computed in float64 by elimination with row pivoting.
// Attribute `kind`:
//   determinant  output 0 [batch...]
//   inverse      output 0 [batch..., N, N]; infinities and NaN for a singular matrix
#pragma once

#include <string_view>
#include <vector>

#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels {

enum class LinearAlgebraKind : uint8_t { kDeterminant, kInverse };
std::string_view name_of(LinearAlgebraKind kind);

struct LinearAlgebraProblem {
  LinearAlgebraKind kind = LinearAlgebraKind::kDeterminant;
  tensor::TensorDesc x, y;

  static Result<LinearAlgebraProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_linear_algebra(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
