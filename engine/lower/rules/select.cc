// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// ArgMax, ArgMin, Hardmax, TopK, CumSum.
#include "kernels/select/select.h"

#include "engine/lower/rules/rule.h"
#include "engine/network/shape_rule.h"
#include "kernels/gather/gather.h"

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

Result<LoweredOp> lower_running(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  SelectProblem problem;
  problem.kind =
      lowering.op().type == "CumProd" ? SelectKind::kRunningProduct : SelectKind::kRunningSum;
  NIGHTJAR_ASSIGN(const auto axis, lowering.integers(1, "the axis"));
  if (axis.size() != 1) return invalid_input("one axis is wanted");
  NIGHTJAR_ASSIGN(problem.axis, network::normalize_axis(axis[0], lowering.rank()));
  problem.exclusive = lowering.attributes().get_int("exclusive", 0) != 0;
  problem.reverse = lowering.attributes().get_int("reverse", 0) != 0;
  lowering.add_step(problem.to_problem(), {lowering.input_argument(0)},
                    {lowering.output_argument()});
  return lowering.take();
}

/// One where the first largest element is, zero elsewhere.
Result<LoweredOp> lower_hardmax(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  SelectProblem extreme;
  extreme.kind = SelectKind::kArgMax;
  NIGHTJAR_ASSIGN(extreme.axis, lowering.axis(-1));
  tensor::TensorDesc places = lowering.input(0).desc;
  places.type = tensor::DataType::kInt64;
  places.shape.erase(places.shape.begin() + extreme.axis);
  const Argument found = lowering.add_temporary(std::move(places));
  lowering.add_step(extreme.to_problem(), {lowering.input_argument(0)}, {found});
  tensor::HostTensor values(lowering.output().desc.type, {2});
  values.set_value(1, 1);
  kernels::GatherProblem marks;
  marks.kind = kernels::GatherKind::kOneHot;
  marks.axis = extreme.axis;
  lowering.add_step(marks.to_problem(), {found, lowering.add_constant(std::move(values))},
                    {lowering.output_argument()});
  return lowering.take();
}

}  // namespace

void add_select_rules(RuleTable& table) {
  table["ArgMax"] = {lower_extreme, nullptr};
  table["ArgMin"] = {lower_extreme, nullptr};
  table["TopK"] = {lower_top_k, nullptr};
  table["Hardmax"] = {lower_hardmax, nullptr};
  table["CumProd"] = {lower_running, nullptr};
  table["CumSum"] = {lower_running, nullptr};
}

}  // namespace nightjar::lower::rules
