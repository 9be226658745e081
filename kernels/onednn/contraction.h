// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What conv and conv_transpose share when oneDNN runs them: windows, attributes, arguments. For
// *_onednn.cc files only. `Contraction` is ConvProblem or ConvTransposeProblem.
#pragma once

#include <memory>
#include <optional>

#include "kernels/common/window.h"
#include "kernels/onednn/choice.h"
#include "kernels/onednn/onednn.h"
#include "kernels/onednn/weights.h"

namespace nightjar::kernels::onednn {

/// oneDNN counts the gaps between taps, not the distance from tap to tap.
struct WindowDims {
  tensor::Dims strides, dilations, pads_begin, pads_end;
};

template <typename Contraction>
WindowDims window_of(const Contraction& problem) {
  const Window& window = problem.window;
  WindowDims dims{window.strides, window.dilations, window.pads_begin, window.pads_end};
  for (int64_t& dilation : dims.dilations) dilation -= 1;
  return dims;
}

template <typename Contraction>
dnnl::primitive_attr contraction_attributes(const Contraction& problem) {
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  dnnl::post_ops ops;
  std::optional<MemoryDesc> residual;
  if (problem.has_residual()) residual = desc_of(problem.residual);
  append_epilogue(residual, problem.activation, ops);
  attributes.set_post_ops(ops);
  return attributes;
}

/// float32 or bfloat16, x and w alike.
template <typename Contraction>
bool has_contraction_types(const Contraction& problem) {
  const auto is_ours = [](tensor::DataType type) {
    return type == tensor::DataType::kFloat32 || type == tensor::DataType::kBFloat16;
  };
  return is_ours(problem.x.type) && problem.w.type == problem.x.type && is_ours(problem.y.type) &&
         (!problem.has_bias() || is_ours(problem.bias.type)) &&
         (!problem.has_residual() || is_ours(problem.residual.type));
}

template <typename Contraction>
std::unique_ptr<Launchable> contraction_launch(const Contraction& problem,
                                               const dnnl::primitive_desc_base& chosen,
                                               const MemoryDesc& plain_weights,
                                               const std::optional<PackedWeights>& packed,
                                               int threads) {
  auto launch = std::make_unique<PrimitiveLaunch>(threads);
  const MemoryDesc wanted = chosen.query_md(dnnl::query::weights_md);
  std::vector<Binding> bindings = {
      input(DNNL_ARG_SRC, chosen.query_md(dnnl::query::src_md), 0),
      packed ? bind_packed(*launch, DNNL_ARG_WEIGHTS, *packed, wanted)
             : bind_unpacked(*launch, DNNL_ARG_WEIGHTS, plain_weights, 1, wanted),
      output(DNNL_ARG_DST, chosen.query_md(dnnl::query::dst_md), 0),
      launch->workspace(DNNL_ARG_SCRATCHPAD, chosen.scratchpad_desc())};
  if (problem.has_bias()) {
    bindings.push_back(input(DNNL_ARG_BIAS, chosen.query_md(dnnl::query::weights_md, 1), 2));
  }
  if (problem.has_residual()) {
    const int argument = DNNL_ARG_ATTR_MULTIPLE_POST_OP(0) | DNNL_ARG_SRC_1;
    bindings.push_back(input(argument, desc_of(problem.residual), 3));
  }
  launch->add_step(make_primitive(chosen), bindings);
  return launch;
}

}  // namespace nightjar::kernels::onednn
