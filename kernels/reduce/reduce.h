// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The reduce family: one number out of all elements along some axes.
//
// Inputs   0 x, any whole-byte numeric type
// Outputs  0 y, of as many elements as the axes that stay; its own shape does not matter
// Attributes  kind (sum, mean, max, min, prod, l1, l2, sum_square, log_sum, log_sum_exp), axes
// Floats are summed in float64, integers in int64. Nothing to reduce gives the kind's neutral
// element: 0, 1, or the type's lowest or highest value.
#pragma once

#include <string_view>
#include <vector>

#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"
#include "kernels/reduce/reduce_kind.h"

namespace nightjar::kernels {

std::string_view name_of(ReduceKind kind);

struct ReduceProblem {
  ReduceKind kind = ReduceKind::kSum;
  std::vector<int64_t> axes;  ///< Each in [0, rank), ascending.
  tensor::TensorDesc input, output;

  static Result<ReduceProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_reduce(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
