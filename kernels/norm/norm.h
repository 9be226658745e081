// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The norm family: x made comparable within groups of its elements, then scaled and shifted.
//
// Everything is row-major and of float16, bfloat16, float32 or float64 in any mixture, computed in
// float32 with sums in float64 (all float64 when x is). Attribute `kind`:
//   layer  0 x, 1 scale or absent, 2 bias or absent, each with one element for every element of x
//          behind `axis`; outputs 0 y, 1 mean or absent, 2 1/deviation or absent; axis, epsilon
//   rms    the same without mean, dividing by the root of the mean square
//   group  0 x [N, C, ...], 1 scale [C], 2 bias [C]; groups, epsilon
//   lp     0 x; axis, p (1 or 2): divides by the p-norm along one axis, zero stays zero
#pragma once

#include <string_view>
#include <vector>

#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels {

enum class NormKind : uint8_t { kLayer, kRms, kGroup, kLp };
std::string_view name_of(NormKind kind);

struct NormProblem {
  NormKind kind = NormKind::kLayer;
  int64_t axis = 0, groups = 1, p = 2;
  double epsilon = 1e-5;
  tensor::TensorDesc x, scale, bias;  ///< Type kUndefined for an absent one.
  tensor::TensorDesc y, mean, inverse_deviation;

  static Result<NormProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_norm(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
