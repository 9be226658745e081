// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// ArgMax, ArgMin, TopK, CumSum.
#include "kernels/select/select.h"

#include "engine/lower/rules/rule.h"
#include "engine/network/shape_rule.h"

namespace nightjar::lower::rules {
namespace {

using kernels::SelectKind;
using kernels::SelectProblem;

Result<LoweredOp> lower_extreme(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  SelectProblem problem;
  problem.kind = lowering.op().type == "ArgMax" ? SelectKind::kArgMax : SelectKind::kArgMin;
  NIGHTJAR_ASSIGN(problem.axis, lowering.axis(0));
  problem.last = lowering.attributes().get_int("select_last_index", 0) != 0;
  lowering.add_step(problem.to_problem(), {lowering.input_argument(0)},
                    {lowering.output_argument()});
  return lowering.take();
}

/// TopK (X, K): K is in the outputs' extents.
Result<LoweredOp> lower_top_k(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  SelectProblem problem;
  problem.kind = SelectKind::kTopK;
  NIGHTJAR_ASSIGN(problem.axis, lowering.axis(-1));
  problem.largest = lowering.attributes().get_int("largest", 1) != 0;
  lowering.add_step(problem.to_problem(), {lowering.input_argument(0)},
                    {lowering.output_argument(0), lowering.output_argument(1)});
  return lowering.take();
}

Result<LoweredOp> lower_running_sum(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  SelectProblem problem;
  problem.kind = SelectKind::kRunningSum;
  NIGHTJAR_ASSIGN(const auto axis, lowering.integers(1, "the axis"));
  if (axis.size() != 1) return invalid_input("one axis is wanted");
  NIGHTJAR_ASSIGN(problem.axis, network::normalize_axis(axis[0], lowering.rank()));
  problem.exclusive = lowering.attributes().get_int("exclusive", 0) != 0;
  problem.reverse = lowering.attributes().get_int("reverse", 0) != 0;
  lowering.add_step(problem.to_problem(), {lowering.input_argument(0)},
                    {lowering.output_argument()});
  return lowering.take();
}

}  // namespace

void add_select_rules(RuleTable& table) {
  table["ArgMax"] = {lower_extreme, nullptr};
  table["ArgMin"] = {lower_extreme, nullptr};
  table["TopK"] = {lower_top_k, nullptr};
  table["CumSum"] = {lower_running_sum, nullptr};
}

}  // namespace nightjar::lower::rules
