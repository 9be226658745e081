// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Losses over classes: the score of each target's class is gathered, weighted and summed.
#include "engine/lower/rules/pointwise_lowering.h"
#include "engine/lower/rules/rule.h"
#include "engine/lower/rules/steps.h"
#include "kernels/gather/gather.h"
#include "kernels/softmax/softmax.h"

namespace nightjar::lower::rules {
namespace {

using tensor::DataType;
using tensor::Dim;
using tensor::Shape;

/// [N, C, …] or, with one class, [N, 1, …] as three axes.
Shape three_axes(const Shape& shape, const Dim& classes) {
  return {shape[0], classes, tensor::element_count(Shape(shape.begin() + 2, shape.end()))};
}

/// Targets, and an expression's text over in1 that holds where one counts; empty when all do.
struct Targets {
  Argument classes;  ///< [N, 1, …], ignored ones replaced by class 0.
  Argument given;
  std::string counts;
};

Targets read_targets(Lowering& lowering, const Shape& one_each) {
  Targets targets;
  targets.given = reshaped(lowering.input_argument(1), one_each);
  targets.classes = targets.given;
  if (!lowering.attributes().has("ignore_index")) return targets;
  const std::string ignored = std::to_string(lowering.attributes().get_int("ignore_index", 0));
  targets.classes = computed(lowering, "where(equal(in0, " + ignored + "), 0, in0)",
                             {targets.given}, targets.given.desc.type, one_each);
  targets.counts = "not(equal(in1, " + ignored + "))";
  return targets;
}

Argument gathered(Lowering& lowering, kernels::GatherKind kind, int64_t axis, const Argument& from,
                  const Argument& indices) {
  kernels::GatherProblem problem;
  problem.kind = kind;
  problem.axis = axis;
  const Argument to = temporary(lowering, from.desc.type, indices.desc.shape);
  lowering.add_step(problem.to_problem(), {from, indices}, {to});
  return to;
}

/// Weight of each target, or absent when all weigh one.
Argument target_weights(Lowering& lowering, const Targets& targets, DataType type) {
  Argument weights;
  if (lowering.has_input(2)) {
    weights = gathered(lowering, kernels::GatherKind::kGather, 0, lowering.input_argument(2),
                       targets.classes);
  }
  if (targets.counts.empty()) return weights;
  const Shape& shape = targets.given.desc.shape;
  if (!lowering.has_input(2)) {
    // in1 of the text is the only operand.
    return computed(lowering, targets.counts, {targets.given, targets.given}, type, shape);
  }
  return computed(lowering, "where(" + targets.counts + ", in0, 0)", {weights, targets.given}, type,
                  shape);
}

/// Minus the scores of the targets' classes, weighted; ignored ones are zero.
Argument weighted_losses(Lowering& lowering, const Argument& picked, const Argument& weights,
                         const Targets& targets, DataType type) {
  std::vector<Argument> inputs = {picked, targets.given};
  std::string text = "neg(in0)";
  if (weights.operand.kind != Operand::Kind::kAbsent) {
    inputs.push_back(weights);
    text = "mul(" + text + ", in2)";
  }
  if (!targets.counts.empty()) text = "where(" + targets.counts + ", " + text + ", 0)";
  if (inputs.size() == 2 && targets.counts.empty()) inputs.pop_back();
  return computed(lowering, text, inputs, type, picked.desc.shape);
}

void add_result(Lowering& lowering, const Argument& losses, const Argument& weights) {
  const std::string reduction = lowering.attributes().get_string("reduction", "mean");
  const Shape ones(3, Dim(1));
  if (reduction == "none") {
    add_expression(lowering, expression_of("in0"), {losses},
                   reshaped(lowering.output_argument(), losses.desc.shape));
    return;
  }
  const bool is_weighted = weights.operand.kind != Operand::Kind::kAbsent;
  if (reduction == "sum" || !is_weighted) {
    const auto kind = reduction == "sum" ? kernels::ReduceKind::kSum : kernels::ReduceKind::kMean;
    const Argument total = reduced(lowering, kind, {0, 1, 2}, losses);
    add_expression(lowering, expression_of("in0"), {total},
                   reshaped(lowering.output_argument(), ones));
    return;
  }
  const Argument total = reduced(lowering, kernels::ReduceKind::kSum, {0, 1, 2}, losses);
  const Argument weight = reduced(lowering, kernels::ReduceKind::kSum, {0, 1, 2}, weights);
  add_expression(lowering, expression_of("div(in0, in1)"), {total, weight},
                 reshaped(lowering.output_argument(), ones));
}

LoweredOp add_loss(Lowering& lowering, const Argument& scores) {
  const Shape one_each = {scores.desc.shape[0], Dim(1), scores.desc.shape[2]};
  const DataType type = wide_type(scores.desc.type);
  const Targets targets = read_targets(lowering, one_each);
  const Argument picked =
      gathered(lowering, kernels::GatherKind::kGatherElements, 1, scores, targets.classes);
  const Argument weights = target_weights(lowering, targets, type);
  add_result(lowering, weighted_losses(lowering, picked, weights, targets, type), weights);
  return lowering.take();
}

Result<LoweredOp> lower_likelihood(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  const Shape& shape = lowering.input(0).desc.shape;
  return add_loss(lowering, reshaped(lowering.input_argument(0), three_axes(shape, shape[1])));
}

Result<LoweredOp> lower_cross_entropy(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  const auto& desc = lowering.input(0).desc;
  const Shape shape = three_axes(desc.shape, desc.shape[1]);
  kernels::SoftmaxProblem softmax;
  softmax.axis = 1;
  softmax.is_log = true;
  const Argument logarithms = output_or_temporary(lowering, 1, desc.type, shape);
  lowering.add_step(softmax.to_problem(), {reshaped(lowering.input_argument(0), shape)},
                    {logarithms});
  return add_loss(lowering, logarithms);
}

}  // namespace

void add_loss_rules(RuleTable& table) {
  table["NegativeLogLikelihoodLoss"] = {lower_likelihood, nullptr};
  table["SoftmaxCrossEntropyLoss"] = {lower_cross_entropy, nullptr};
}

}  // namespace nightjar::lower::rules
