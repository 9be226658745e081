// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/deform_conv/deform_conv.h"

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"

namespace nightjar::kernels {
namespace {

bool supports(const Problem& problem) { return DeformConvProblem::from_problem(problem).ok(); }

}  // namespace

Result<DeformConvProblem> DeformConvProblem::from_problem(const Problem& problem) {
  const auto refuse = [&] {
    return invalid_input("deform_conv cannot do " + problem.to_string() + ".");
  };
  if (problem.inputs.size() != 5 || problem.outputs.size() != 1) return refuse();
  DeformConvProblem parsed;
  parsed.x = problem.inputs[0];
  parsed.weights = problem.inputs[1];
  parsed.offsets = problem.inputs[2];
  parsed.bias = problem.inputs[3];
  parsed.mask = problem.inputs[4];
  parsed.y = problem.outputs[0];
  parsed.group = problem.attributes.get_int("group", 1);
  parsed.offset_group = problem.attributes.get_int("offset_group", 1);
  const tensor::DataType type = parsed.x.type;
  for (const auto* desc : {&parsed.weights, &parsed.offsets, &parsed.y}) {
    if (desc->type != type || desc->shape.size() != 4) return refuse();
  }
  const bool fits = tensor::is_float(type) && is_convertible(type) && parsed.x.shape.size() == 4 &&
                    parsed.group > 0 && parsed.offset_group > 0;
  if (!fits) return refuse();
  for (const auto* desc : {&parsed.bias, &parsed.mask}) {
    if (desc->type != tensor::DataType::kUndefined && desc->type != type) return refuse();
  }
  NIGHTJAR_ASSIGN(parsed.window, Window::from_attributes(problem.attributes, 2));
  return parsed;
}

Problem DeformConvProblem::to_problem() const {
  Problem problem{.family = "deform_conv",
                  .attributes = {},
                  .inputs = {x, weights, offsets, bias, mask},
                  .outputs = {y}};
  problem.attributes.set("group", group);
  problem.attributes.set("offset_group", offset_group);
  window.add_to(problem.attributes);
  return problem;
}

void register_deform_conv(std::vector<const Tactic*>& tactics) {
  static const PlainTactic kPlain("deform_conv", supports, deform_conv::open_plain);
  tactics.push_back(&kPlain);
}

}  // namespace nightjar::kernels
