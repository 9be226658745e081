// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/conv_transpose/conv_transpose.h"

#include <fmt/format.h>

#include "kernels/conv/contraction_checks.h"
#include "kernels/conv_transpose/tactics.h"

#ifdef NIGHTJAR_HAS_CUDA
#include "kernels/conv_transpose/conv_transpose_cuda.h"
#endif

namespace nightjar::kernels {
namespace {

using tensor::Dim;

Status check_channels(const ConvTransposeProblem& conv) {
  const auto inputs = conv.w.shape[0].constant();
  const bool fits = conv.group > 0 && may_agree(conv.w.shape[0], conv.x.shape[1]) &&
                    may_agree(conv.y.shape[1], conv.w.shape[1] * Dim(conv.group)) &&
                    may_agree(conv.x.shape[0], conv.y.shape[0]) &&
                    (!inputs || *inputs % conv.group == 0);
  if (!fits) {
    return invalid_input(fmt::format("conv_transpose of {} and {} in {} groups cannot give {}.",
                                     tensor::to_string(conv.x), tensor::to_string(conv.w),
                                     conv.group, tensor::to_string(conv.y)));
  }
  return {};
}

}  // namespace

Result<ConvTransposeProblem> ConvTransposeProblem::from_problem(const Problem& problem) {
  if (problem.family != "conv_transpose" || problem.inputs.size() < 2 ||
      problem.inputs.size() > 4 || problem.outputs.size() != 1) {
    return invalid_input(fmt::format("this is no conv_transpose: {}.", problem.to_string()));
  }
  ConvTransposeProblem conv;
  conv.x = problem.inputs[0];
  conv.w = problem.inputs[1];
  if (problem.inputs.size() > 2) conv.bias = problem.inputs[2];
  if (problem.inputs.size() > 3) conv.residual = problem.inputs[3];
  conv.y = problem.outputs[0];
  const ContractionOperands operands{"conv_transpose", conv.x,        conv.w,
                                     conv.bias,        conv.residual, conv.y};
  NIGHTJAR_TRY(check_ranks(operands));
  const size_t spatial_rank = conv.x.shape.size() - 2;
  NIGHTJAR_ASSIGN(conv.window, Window::from_attributes(problem.attributes, spatial_rank));
  NIGHTJAR_ASSIGN(conv.activation, Activation::from_attributes(problem.attributes));
  conv.group = problem.attributes.get_int("group", 1);
  NIGHTJAR_TRY(check_channels(conv));
  NIGHTJAR_TRY(check_epilogue(operands));
  return conv;
}

Problem ConvTransposeProblem::to_problem() const {
  Problem problem;
  problem.family = "conv_transpose";
  window.add_to(problem.attributes);
  activation.add_to(problem.attributes);
  problem.attributes.set("group", group);
  problem.inputs = {x, w, bias, residual};
  problem.outputs = {y};
  return problem;
}

void register_conv_transpose(std::vector<const Tactic*>& tactics) {
  tactics.push_back(conv_transpose_plain_tactic());
  tactics.push_back(conv_transpose_onednn_tactic());
#ifdef NIGHTJAR_HAS_CUDA
  tactics.push_back(conv_transpose_cuda_tactic());
#endif
}

}  // namespace nightjar::kernels
