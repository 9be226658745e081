// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Pointwise problems: one expression evaluated for every element of the output.
#pragma once

#include <string>
#include <vector>

#include "kernels/common/small_convert.h"
#include "kernels/common/tactic.h"
#include "kernels/pointwise/expression.h"

namespace nightjar::kernels {

namespace pointwise {

/// The type an expression is evaluated in.
enum class Compute : uint8_t { kFloat32, kFloat64, kInt64, kUInt64 };

/// Family "pointwise". Inputs: in0, in1, … in physical shapes that broadcast to the output's, each
/// of its own type. Output 0: rounded to its type. Attributes: `expression`; `compute` (f32, f64,
/// i64, u64), by default the widest kind among operands: float64, any float, uint64, integers; and
/// for small floats `saturate` (1 by default) and `round_mode` (up by default, down, nearest).
struct PointwiseProblem {
  Expression expression = Expression::input(0);
  Compute compute = Compute::kFloat32;
  std::vector<tensor::TensorDesc> inputs;
  tensor::TensorDesc output;
  Narrowing narrowing;

  static Result<PointwiseProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

Compute default_compute(const std::vector<tensor::TensorDesc>& inputs,
                        const tensor::TensorDesc& output);

/// Whether the next expression may read the computed value instead of the stored one. Arithmetic
/// in half precision may stay wide; what a conversion or narrow integers cut off stays cut off.
bool may_stay_computed(const PointwiseProblem& problem);

/// Opens a bound problem; what the plain tactic does.
Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads);
/// The same for what is computed in float32, over runs of up to `block` elements.
Result<std::unique_ptr<Launchable>> open_in_blocks(const PointwiseProblem& problem, int threads,
                                                   int64_t block);

}  // namespace pointwise

void register_pointwise(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
