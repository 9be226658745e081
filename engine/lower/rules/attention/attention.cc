// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Attention: the fused kernel where it fits, else products, softcap, mask and softmax one by one.
#include "kernels/attention/attention.h"

#include <cmath>

#include "engine/lower/rules/attention/attention_parts.h"
#include "engine/lower/rules/pointwise_lowering.h"
#include "engine/lower/rules/rule.h"
#include "engine/lower/rules/steps.h"
#include "kernels/gemm/gemm.h"
#include "kernels/softmax/softmax.h"

namespace nightjar::lower::rules {
namespace {

using tensor::DataType;
using tensor::Dim;
using tensor::Shape;

constexpr size_t kScoresOutput = 3;

/// The stage whose scores output 3 shows.
enum class Stage : int64_t { kProduct = 0, kSoftcap = 1, kMask = 2, kSoftmax = 3 };

Result<double> scale_of(const Lowering& lowering, const AttentionParts& parts) {
  const double given = lowering.attributes().get_float("scale", 0);
  if (lowering.attributes().has("scale")) return given;
  const auto depth = parts.q.desc.shape[3].constant();
  if (!depth || *depth < 1) return not_yet_known("its scale or the depth of a head must be known");
  return 1 / std::sqrt(static_cast<double>(*depth));
}

bool fits_kernel(const Lowering& lowering) {
  const DataType type = lowering.input(0).desc.type;
  const bool is_narrow =
      type == DataType::kFloat32 || type == DataType::kFloat16 || type == DataType::kBFloat16;
  return is_narrow && lowering.attributes().get_float("softcap", 0) == 0 &&
         !lowering.has_output(kScoresOutput) &&
         lowering.attributes().get_int("softmax_precision", 1) !=
             static_cast<int64_t>(DataType::kFloat64);
}

/// Where [B, H, S, E] goes: output 0, or a temporary whose heads are joined afterwards.
Argument answer_argument(Lowering& lowering, const AttentionParts& parts) {
  const Shape& q = parts.q.desc.shape;
  const Shape shape = {q[0], q[1], q[2], parts.v.desc.shape[3]};
  if (!parts.is_packed) return lowering.output_argument();
  return temporary(lowering, lowering.output().desc.type, shape);
}

void join_heads(Lowering& lowering, const AttentionParts& parts, const Argument& answer) {
  if (!parts.is_packed) return;
  const Shape& shape = answer.desc.shape;
  add_transpose(lowering, answer, {0, 2, 1, 3},
                reshaped(lowering.output_argument(), {shape[0], shape[2], shape[1], shape[3]}));
}

/// Heads side by side over the whole width of a row.
kernels::AttentionProblem::Packing packing_of(const AttentionParts& parts) {
  const Shape &q = parts.q.desc.shape, &v = parts.v.desc.shape;
  const int64_t depth = *q[3].constant(), width = *v[3].constant();
  return {*q[1].constant(), *v[1].constant(), depth, width, {}, {depth, depth, width}};
}

Result<LoweredOp> add_kernel(Lowering& lowering, const AttentionParts& parts) {
  kernels::AttentionProblem problem;
  NIGHTJAR_ASSIGN(problem.scale, scale_of(lowering, parts));
  problem.causal = parts.causal == Causal::kFromStart && !parts.lengths;
  NIGHTJAR_ASSIGN(const Argument mask, composed_mask(lowering, parts, problem.causal));
  if (parts.stays_packed) {
    problem.packing = packing_of(parts);
    lowering.add_step(
        problem.to_problem(),
        {lowering.input_argument(0), lowering.input_argument(1), lowering.input_argument(2), mask},
        {lowering.output_argument()});
    return lowering.take();
  }
  const Argument answer = answer_argument(lowering, parts);
  lowering.add_step(problem.to_problem(), {parts.q, parts.k, parts.v, mask}, {answer});
  join_heads(lowering, parts, answer);
  return lowering.take();
}

/// [B, H, T, D] as a factor that the query heads of a group share.
Argument shared_by_group(const Argument& heads) {
  const Shape& shape = heads.desc.shape;
  return reshaped(heads, {shape[0], shape[1], Dim(1), shape[2], shape[3]});
}

void show(Lowering& lowering, Stage now, const Argument& scores) {
  const auto wanted = static_cast<Stage>(lowering.attributes().get_int("qk_matmul_output_mode", 0));
  if (!lowering.has_output(kScoresOutput) || wanted != now) return;
  add_expression(lowering, expression_of("in0"), {scores}, lowering.output_argument(kScoresOutput));
}

/// Softmax over the keys; a query that may look at none of them gets zeros.
Argument probabilities(Lowering& lowering, const Argument& scores, bool is_masked) {
  kernels::SoftmaxProblem softmax;
  softmax.axis = 3;
  const Argument shares = temporary(lowering, scores.desc.type, scores.desc.shape);
  lowering.add_step(softmax.to_problem(), {scores}, {shares});
  if (!is_masked) return shares;
  const Argument top = reduced(lowering, kernels::ReduceKind::kMax, {3}, scores);
  return computed(lowering, "where(isneginf(in1), 0, in0)", {shares, top}, scores.desc.type,
                  scores.desc.shape);
}

/// softmax's input, [B, H, S, T]: the product through softcap and mask.
Argument masked_scores(Lowering& lowering, Argument scores, const Argument& mask) {
  const DataType type = scores.desc.type;
  const Shape shape = scores.desc.shape;
  show(lowering, Stage::kProduct, scores);
  const double cap = lowering.attributes().get_float("softcap", 0);
  if (cap > 0) {
    const std::string text = number_text(static_cast<float>(cap));
    scores = computed(lowering, "mul(tanh(div(in0, " + text + ")), " + text + ")", {scores}, type,
                      shape);
  }
  show(lowering, Stage::kSoftcap, scores);
  if (mask.operand.kind != Operand::Kind::kAbsent) {
    const bool is_choice = mask.desc.type == DataType::kBool;
    scores = computed(lowering, is_choice ? "where(in1, in0, -inf)" : "add(in0, in1)",
                      {scores, mask}, type, shape);
  }
  show(lowering, Stage::kMask, scores);
  return scores;
}

Result<LoweredOp> add_steps(Lowering& lowering, const AttentionParts& parts) {
  const Shape &q = parts.q.desc.shape, &k = parts.k.desc.shape, &v = parts.v.desc.shape;
  const DataType type = wide_type(parts.q.desc.type);
  const Dim group = Dim::floor_div(q[1], k[1]);
  kernels::GemmProblem product;
  product.trans_b = true;
  NIGHTJAR_ASSIGN(product.alpha, scale_of(lowering, parts));
  NIGHTJAR_ASSIGN(const Argument mask, composed_mask(lowering, parts, false));
  const Argument scores = temporary(lowering, type, {k[0], k[1], group, q[2], k[2]});
  lowering.add_step(product.to_problem(),
                    {reshaped(parts.q, {q[0], k[1], group, q[2], q[3]}), shared_by_group(parts.k),
                     Argument{}, Argument{}},
                    {scores});
  const Argument seen = masked_scores(lowering, reshaped(scores, {q[0], q[1], q[2], k[2]}), mask);
  const Argument shares =
      probabilities(lowering, seen, mask.operand.kind != Operand::Kind::kAbsent);
  show(lowering, Stage::kSoftmax, shares);
  const Argument answer = answer_argument(lowering, parts);
  lowering.add_step(
      kernels::GemmProblem{}.to_problem(),
      {reshaped(shares, scores.desc.shape), shared_by_group(parts.v), Argument{}, Argument{}},
      {reshaped(answer, {q[0], k[1], group, q[2], v[3]})});
  join_heads(lowering, parts, answer);
  return lowering.take();
}

Result<LoweredOp> lower_attention(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  const bool is_kernel = fits_kernel(lowering);
  NIGHTJAR_ASSIGN(const AttentionParts parts, attention_parts(lowering, is_kernel));
  return is_kernel ? add_kernel(lowering, parts) : add_steps(lowering, parts);
}

kernels::AttentionProblem::Packing packing_of(const tensor::Attributes& attributes) {
  kernels::AttentionProblem::Packing packing;
  packing.heads = attributes.get_int("heads", 0);
  packing.groups = attributes.get_int("groups", 0);
  packing.depth = attributes.get_int("depth", 0);
  packing.width = attributes.get_int("width", 0);
  const auto starts = attributes.get_ints("starts", {0, 0, 0});  // three, by the shape rule
  const auto steps = attributes.get_ints("steps", {packing.depth, packing.depth, packing.width});
  for (size_t i = 0; i < 3; ++i) {
    packing.starts[i] = starts[i];
    packing.steps[i] = steps[i];
  }
  return packing;
}

/// The form that passes recognise: operands and mask as they are.
Result<LoweredOp> lower_recognised(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  kernels::AttentionProblem problem;
  const auto& attributes = lowering.attributes();
  problem.packing = packing_of(attributes);
  problem.q = lowering.input(0).desc;
  const auto depth = problem.q_extents()[3].constant();
  if (!attributes.has("scale") && (!depth || *depth < 1)) {
    return not_yet_known("its scale or the depth of a head must be known");
  }
  problem.scale = attributes.has("scale") ? attributes.get_float("scale", 1)
                                          : 1 / std::sqrt(static_cast<double>(*depth));
  problem.causal = attributes.get_int("causal", 0) != 0;
  lowering.add_step(problem.to_problem(),
                    {lowering.input_argument(0), lowering.input_argument(1),
                     lowering.input_argument(2), lowering.input_argument(3)},
                    {lowering.output_argument()});
  return lowering.take();
}

}  // namespace

void add_attention_rules(RuleTable& table) {
  table["Attention"] = {lower_attention, nullptr};
  table["nightjar::Attention"] = {lower_recognised, nullptr};
}

}  // namespace nightjar::lower::rules
