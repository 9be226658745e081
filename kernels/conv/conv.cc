// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/conv/conv.h"

#include <fmt/format.h>

#include "kernels/conv/contraction_checks.h"
#include "kernels/conv/tactics.h"

#ifdef NIGHTJAR_HAS_CUDA
#include "kernels/conv/conv_cuda.h"
#endif

namespace nightjar::kernels {
namespace {

using tensor::Dim;

Status check_channels(const ConvProblem& conv) {
  const Dim groups(conv.group);
  const bool fits = conv.group > 0 && may_agree(conv.w.shape[1] * groups, conv.x.shape[1]) &&
                    may_agree(conv.y.shape[1], conv.w.shape[0]) &&
                    may_agree(conv.x.shape[0], conv.y.shape[0]) &&
                    (!conv.w.shape[0].constant() || *conv.w.shape[0].constant() % conv.group == 0);
  if (!fits) {
    return invalid_input(fmt::format("conv of {} and {} in {} groups cannot give {}.",
                                     tensor::to_string(conv.x), tensor::to_string(conv.w),
                                     conv.group, tensor::to_string(conv.y)));
  }
  return {};
}

/// Every output position must be one that the padded input has room for.
Status check_extents(const ConvProblem& conv) {
  for (size_t i = 0; i + 2 < conv.x.shape.size(); ++i) {
    const auto x = conv.x.shape[i + 2].constant(), k = conv.w.shape[i + 2].constant(),
               y = conv.y.shape[i + 2].constant();
    if (!x || !k || !y || *y == 0) continue;
    const Window& window = conv.window;
    const int64_t last = (*y - 1) * window.strides[i] + (*k - 1) * window.dilations[i] + 1;
    const int64_t room = *x + window.pads_begin[i] + window.pads_end[i];
    if (last > room) {
      return invalid_input(
          fmt::format("conv reaches {} along spatial axis {} but has room for {}.", last, i, room));
    }
  }
  return {};
}

}  // namespace

Result<ConvProblem> ConvProblem::from_problem(const Problem& problem) {
  if (problem.family != "conv" || problem.inputs.size() < 2 || problem.inputs.size() > 4 ||
      problem.outputs.size() != 1) {
    return invalid_input(fmt::format("this is no conv: {}.", problem.to_string()));
  }
  ConvProblem conv;
  conv.x = problem.inputs[0];
  conv.w = problem.inputs[1];
  if (problem.inputs.size() > 2) conv.bias = problem.inputs[2];
  if (problem.inputs.size() > 3) conv.residual = problem.inputs[3];
  conv.y = problem.outputs[0];
  const ContractionOperands operands{"conv", conv.x, conv.w, conv.bias, conv.residual, conv.y};
  NIGHTJAR_TRY(check_ranks(operands));
  const size_t spatial_rank = conv.x.shape.size() - 2;
  NIGHTJAR_ASSIGN(conv.window, Window::from_attributes(problem.attributes, spatial_rank));
  NIGHTJAR_ASSIGN(conv.activation, Activation::from_attributes(problem.attributes));
  conv.group = problem.attributes.get_int("group", 1);
  NIGHTJAR_TRY(check_channels(conv));
  NIGHTJAR_TRY(check_epilogue(operands));
  NIGHTJAR_TRY(check_extents(conv));
  return conv;
}

Problem ConvProblem::to_problem() const {
  Problem problem;
  problem.family = "conv";
  window.add_to(problem.attributes);
  activation.add_to(problem.attributes);
  problem.attributes.set("group", group);
  problem.inputs = {x, w, bias, residual};
  problem.outputs = {y};
  return problem;
}

void register_conv(std::vector<const Tactic*>& tactics) {
  tactics.push_back(conv_plain_tactic());
  tactics.push_back(conv_onednn_tactic());
  tactics.push_back(conv_product_tactic());
  tactics.push_back(conv_depthwise_tactic());
#ifdef NIGHTJAR_HAS_CUDA
  tactics.push_back(conv_wgmma_tactic());
  tactics.push_back(conv_mma_tactic());
  tactics.push_back(conv_tf32_tactic());
  tactics.push_back(conv_split_tactic());
  tactics.push_back(conv_stem_cuda_tactic());
  tactics.push_back(conv_unfolded_cuda_tactic());
  tactics.push_back(conv_window_cuda_tactic());
  tactics.push_back(conv_depthwise_cuda_tactic());
  tactics.push_back(conv_simt_tactic());
  tactics.push_back(conv_direct_cuda_tactic());
#endif
}

}  // namespace nightjar::kernels
