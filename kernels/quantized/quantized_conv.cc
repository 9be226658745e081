// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/quantized/quantized_conv.h"

#include <fmt/format.h>

#include <algorithm>

#include "kernels/conv/conv.h"
#include "kernels/quantized/tactics.h"

#ifdef NIGHTJAR_HAS_CUDA
#include "kernels/quantized/quantized_cuda.h"
#endif

namespace nightjar::kernels {
namespace {

/// Everything but types follows the rules of conv.
Status check_as_conv(const Problem& problem) {
  Problem conv = problem;
  conv.family = "conv";
  conv.inputs.pop_back();
  const auto checked = ConvProblem::from_problem(conv);
  return checked.ok() ? Status() : checked.error();
}

bool is_known_layout(const tensor::TensorDesc& desc) {
  return desc.layout == tensor::Layout::kRowMajor || desc.layout == tensor::Layout::kChannelsLast;
}

}  // namespace

bool QuantizedConvProblem::has_pads() const {
  const auto is_pad = [](int64_t pad) { return pad != 0; };
  return std::any_of(window.pads_begin.begin(), window.pads_begin.end(), is_pad) ||
         std::any_of(window.pads_end.begin(), window.pads_end.end(), is_pad);
}

Result<QuantizedConvProblem> QuantizedConvProblem::from_problem(const Problem& problem) {
  if (problem.family != "quantized_conv") {
    return invalid_input(fmt::format("this is no quantized_conv: {}.", problem.to_string()));
  }
  NIGHTJAR_TRY(check_quantized_types(problem));
  NIGHTJAR_TRY(check_as_conv(problem));
  QuantizedConvProblem conv;
  conv.x = problem.inputs[kQuantizedX];
  conv.w = problem.inputs[kQuantizedW];
  conv.bias = problem.inputs[kBias];
  conv.residual = problem.inputs[kResidual];
  conv.scale = problem.inputs[kScale];
  conv.y = problem.outputs[0];
  if (!is_known_layout(conv.x) || conv.y.layout != conv.x.layout) {
    return unsupported("quantized_conv takes x and y row-major or channels last, both alike.");
  }
  if (conv.scale.shape.size() != 1 || !(conv.scale.shape[0] == conv.w.shape[0])) {
    return invalid_input(fmt::format("quantized_conv scale {} is not one value a channel.",
                                     tensor::to_string(conv.scale)));
  }
  NIGHTJAR_ASSIGN(conv.window,
                  Window::from_attributes(problem.attributes, conv.x.shape.size() - 2));
  NIGHTJAR_ASSIGN(conv.requantization, Requantization::from_attributes(problem.attributes));
  conv.group = problem.attributes.get_int("group", 1);
  return conv;
}

Problem QuantizedConvProblem::to_problem() const {
  Problem problem;
  problem.family = "quantized_conv";
  window.add_to(problem.attributes);
  requantization.add_to(problem.attributes);
  problem.attributes.set("group", group);
  problem.inputs = {x, w, bias, residual, scale};
  problem.outputs = {y};
  return problem;
}

void register_quantized_conv(std::vector<const Tactic*>& tactics) {
  tactics.push_back(quantized_conv_plain_tactic());
  tactics.push_back(quantized_conv_onednn_tactic());
  tactics.push_back(quantized_conv_depthwise_tactic());
#ifdef NIGHTJAR_HAS_CUDA
  tactics.push_back(quantized_conv_wgmma_tactic());
  tactics.push_back(quantized_conv_mma_tactic());
#endif
}

}  // namespace nightjar::kernels
