// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Determinants and inverses of square matrices.
#include "kernels/linear_algebra/linear_algebra.h"

#include "engine/lower/rules/rule.h"

namespace nightjar::lower::rules {
namespace {

Result<LoweredOp> lower_square(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  kernels::LinearAlgebraProblem problem;
  problem.kind = lowering.op().type == "Inverse" ? kernels::LinearAlgebraKind::kInverse
                                                 : kernels::LinearAlgebraKind::kDeterminant;
  lowering.add_step(problem.to_problem(), {lowering.input_argument(0)},
                    {lowering.output_argument()});
  return lowering.take();
}

}  // namespace

void add_linear_algebra_rules(RuleTable& table) {
  table["Det"] = {lower_square, nullptr};
  table["com.microsoft::Inverse"] = {lower_square, nullptr};
}

}  // namespace nightjar::lower::rules
