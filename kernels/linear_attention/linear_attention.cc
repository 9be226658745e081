// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/linear_attention/linear_attention.h"

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/linear_attention/linear_attention_plain.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::TensorDesc;

bool is_real(const TensorDesc& desc, size_t rank) {
  return tensor::is_float(desc.type) && is_convertible(desc.type) && desc.shape.size() == rank;
}

bool operands_fit(const LinearAttentionProblem& problem) {
  for (size_t i = 0; i < problem.inputs.size(); ++i) {
    const bool may_be_absent = i >= 3 && !problem.has_input(i);
    if (!may_be_absent && !is_real(problem.inputs[i], i == 3 ? 4 : 3)) return false;
  }
  for (size_t i = 0; i < problem.outputs.size(); ++i) {
    const TensorDesc& desc = problem.outputs[i];
    if (desc.type != DataType::kUndefined && !is_real(desc, i == 1 ? 4 : 3)) return false;
  }
  return problem.has_input(5) || !problem.has_input(6);
}

bool supports(const Problem& problem) { return LinearAttentionProblem::from_problem(problem).ok(); }

}  // namespace

Result<LinearAttentionProblem> LinearAttentionProblem::from_problem(const Problem& problem) {
  if (problem.inputs.size() != 7 || problem.outputs.size() != 2) {
    return invalid_input("linear_attention takes seven inputs and gives two outputs.");
  }
  LinearAttentionProblem parsed;
  parsed.heads = problem.attributes.get_int("heads", 1);
  parsed.key_heads = problem.attributes.get_int("key_heads", 1);
  parsed.scale = problem.attributes.get_float("scale", 0);
  parsed.inputs = problem.inputs;
  parsed.outputs = problem.outputs;
  const bool heads_fit =
      parsed.heads >= 1 && parsed.key_heads >= 1 && parsed.heads % parsed.key_heads == 0;
  if (!heads_fit || !operands_fit(parsed)) {
    return invalid_input("linear_attention cannot solve " + problem.to_string() + ".");
  }
  return parsed;
}

Problem LinearAttentionProblem::to_problem() const {
  Problem problem{
      .family = "linear_attention", .attributes = {}, .inputs = inputs, .outputs = outputs};
  problem.attributes.set("heads", heads);
  problem.attributes.set("key_heads", key_heads);
  if (scale != 0) problem.attributes.set("scale", scale);
  return problem;
}

void register_linear_attention(std::vector<const Tactic*>& tactics) {
  static const PlainTactic kPlain("linear_attention", supports, linear_attention::open_plain);
  tactics.push_back(&kPlain);
}

}  // namespace nightjar::kernels
