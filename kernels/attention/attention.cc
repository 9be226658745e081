// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/attention/attention.h"

#include "kernels/attention/attention_plain.h"
#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"

#ifdef NIGHTJAR_HAS_CUDA
#include "kernels/attention/attention_cuda.h"
#endif

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::TensorDesc;

bool is_real(const TensorDesc& desc) {
  return tensor::is_float(desc.type) && is_convertible(desc.type) && desc.shape.size() == 4;
}

bool supports(const Problem& problem) { return AttentionProblem::from_problem(problem).ok(); }

}  // namespace

Result<AttentionProblem> AttentionProblem::from_problem(const Problem& problem) {
  if (problem.inputs.size() != 4 || problem.outputs.size() != 1) {
    return invalid_input("attention takes four inputs and gives one output.");
  }
  AttentionProblem parsed;
  parsed.q = problem.inputs[0];
  parsed.k = problem.inputs[1];
  parsed.v = problem.inputs[2];
  parsed.mask = problem.inputs[3];
  parsed.y = problem.outputs[0];
  parsed.scale = problem.attributes.get_float("scale", 1);
  parsed.causal = problem.attributes.get_int("causal", 0) != 0;
  const bool mask_fits =
      !parsed.has_mask() || (is_convertible(parsed.mask.type) && parsed.mask.shape.size() <= 4);
  if (!is_real(parsed.q) || !is_real(parsed.k) || !is_real(parsed.v) || !is_real(parsed.y) ||
      !mask_fits) {
    return invalid_input("attention cannot solve " + problem.to_string() + ".");
  }
  const auto &q = parsed.q.shape, &k = parsed.k.shape, &v = parsed.v.shape, &y = parsed.y.shape;
  const bool fits = q[0] == k[0] && q[0] == v[0] && q[3] == k[3] && k[1] == v[1] && k[2] == v[2] &&
                    y[0] == q[0] && y[1] == q[1] && y[2] == q[2] && y[3] == v[3];
  if (!fits) return invalid_input("attention: extents differ in " + problem.to_string() + ".");
  return parsed;
}

Problem AttentionProblem::to_problem() const {
  Problem problem{
      .family = "attention", .attributes = {}, .inputs = {q, k, v, mask}, .outputs = {y}};
  problem.attributes.set("scale", scale);
  if (causal) problem.attributes.set("causal", int64_t{1});
  return problem;
}

void register_attention(std::vector<const Tactic*>& tactics) {
  static const PlainTactic kPlain("attention", supports, attention::open_plain);
  tactics.push_back(&kPlain);
#ifdef NIGHTJAR_HAS_CUDA
  tactics.push_back(attention_cuda_tactic());
#endif
}

}  // namespace nightjar::kernels
