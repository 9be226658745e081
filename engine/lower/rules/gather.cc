// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The Gather and Scatter families, OneHot.
#include "kernels/gather/gather.h"

#include "engine/lower/rules/rule.h"
#include "engine/network/shape_rule.h"

namespace nightjar::lower::rules {
namespace {

using kernels::GatherKind;
using kernels::GatherProblem;
using kernels::ScatterReduction;

Result<LoweredOp> add_gather(Lowering& lowering, const GatherProblem& problem,
                             const std::vector<Argument>& inputs) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  lowering.add_step(problem.to_problem(), inputs, {lowering.output_argument()});
  return lowering.take();
}

Result<LoweredOp> lower_gather(Lowering& lowering) {
  GatherProblem problem;
  problem.kind = lowering.op().type == "Gather" ? GatherKind::kGather : GatherKind::kGatherElements;
  NIGHTJAR_ASSIGN(problem.axis, lowering.axis(0));
  return add_gather(lowering, problem, {lowering.input_argument(0), lowering.input_argument(1)});
}

Result<LoweredOp> lower_gather_nd(Lowering& lowering) {
  GatherProblem problem;
  problem.kind = GatherKind::kGatherNd;
  problem.batch_dims = lowering.attributes().get_int("batch_dims", 0);
  return add_gather(lowering, problem, {lowering.input_argument(0), lowering.input_argument(1)});
}

Result<ScatterReduction> reduction_of(const Lowering& lowering) {
  const std::string name = lowering.attributes().get_string("reduction", "none");
  for (const auto known :
       {ScatterReduction::kNone, ScatterReduction::kAdd, ScatterReduction::kMultiply,
        ScatterReduction::kMax, ScatterReduction::kMin}) {
    if (name == kernels::name_of(known)) return known;
  }
  return lowering.refuse("attribute 'reduction' is '" + name + "'");
}

Result<LoweredOp> lower_scatter(Lowering& lowering) {
  GatherProblem problem;
  problem.kind = GatherKind::kScatterNd;
  if (lowering.op().type == "ScatterElements") {
    problem.kind = GatherKind::kScatterElements;
    NIGHTJAR_ASSIGN(problem.axis, lowering.axis(0));
  }
  NIGHTJAR_ASSIGN(problem.reduction, reduction_of(lowering));
  return add_gather(
      lowering, problem,
      {lowering.input_argument(0), lowering.input_argument(1), lowering.input_argument(2)});
}

/// OneHot (indices, depth, values): the depth is in the output's extents.
Result<LoweredOp> lower_one_hot(Lowering& lowering) {
  GatherProblem problem;
  problem.kind = GatherKind::kOneHot;
  NIGHTJAR_ASSIGN(problem.axis, network::normalize_axis(lowering.attributes().get_int("axis", -1),
                                                        lowering.output().desc.shape.size()));
  return add_gather(lowering, problem, {lowering.input_argument(0), lowering.input_argument(2)});
}

Result<LoweredOp> lower_reverse_sequence(Lowering& lowering) {
  GatherProblem problem;
  problem.kind = GatherKind::kReverseSequence;
  problem.axis = lowering.attributes().get_int("time_axis", 0);
  return add_gather(lowering, problem, {lowering.input_argument(0), lowering.input_argument(1)});
}

Result<LoweredOp> lower_tensor_scatter(Lowering& lowering) {
  GatherProblem problem;
  problem.kind = GatherKind::kTensorScatter;
  NIGHTJAR_ASSIGN(problem.axis, lowering.axis(-2));
  problem.circular = lowering.attributes().get_string("mode", "linear") == "circular";
  return add_gather(
      lowering, problem,
      {lowering.input_argument(0), lowering.input_argument(1), lowering.input_argument(2)});
}

}  // namespace

void add_gather_rules(RuleTable& table) {
  table["Gather"] = {lower_gather, nullptr};
  table["GatherElements"] = {lower_gather, nullptr};
  table["GatherND"] = {lower_gather_nd, nullptr};
  table["ScatterND"] = {lower_scatter, nullptr};
  table["ScatterElements"] = {lower_scatter, nullptr};
  table["OneHot"] = {lower_one_hot, nullptr};
  table["ReverseSequence"] = {lower_reverse_sequence, nullptr};
  table["TensorScatter"] = {lower_tensor_scatter, nullptr};
}

}  // namespace nightjar::lower::rules
