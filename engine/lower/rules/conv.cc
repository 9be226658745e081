// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Conv, ConvTranspose and the fused convolution.
#include <algorithm>

#include "engine/lower/rules/rule.h"
#include "engine/lower/rules/window_lowering.h"
#include "kernels/conv/conv.h"
#include "kernels/conv_transpose/conv_transpose.h"

namespace nightjar::lower::rules {
namespace {

Result<tensor::Dims> kernel_extents(const Lowering& lowering) {
  const tensor::Shape& w = lowering.input(1).desc.shape;
  if (w.size() < 3) return lowering.refuse("weights must have spatial axes");
  const auto kernel = tensor::constant_dims(tensor::Shape(w.begin() + 2, w.end()));
  if (!kernel) return not_yet_known("the kernel's extents must be known");
  return *kernel;
}

/// X as the window wants it, and the op's other operands.
std::vector<Argument> four_inputs(const Lowering& lowering, Argument x) {
  std::vector<Argument> arguments = {std::move(x)};
  for (size_t i = 1; i < 4; ++i) arguments.push_back(lowering.input_argument(i));
  return arguments;
}

/// Conv (X, W, [B]) and FusedConv (X, W, [B], [residual]).
Result<LoweredOp> lower_conv(Lowering& lowering) {
  NIGHTJAR_ASSIGN(const tensor::Dims kernel, kernel_extents(lowering));
  kernels::ConvProblem problem;
  NIGHTJAR_ASSIGN(WindowedInput input, read_window(lowering, kernel));
  problem.window = input.window;
  NIGHTJAR_ASSIGN(problem.activation, read_activation(lowering));
  problem.group = lowering.attributes().get_int("group", 1);
  lowering.add_step(problem.to_problem(), four_inputs(lowering, std::move(input.x)),
                    {lowering.output_argument()});
  return lowering.take();
}

/// Pads of a ConvTranspose follow from its output's extents when those are asked for.
Status fit_pads(const Lowering& lowering, const tensor::Dims& kernel, kernels::Window& window) {
  const auto& attributes = lowering.attributes();
  const std::string mode = attributes.get_string("auto_pad", "NOTSET");
  const bool is_same = mode == "SAME_UPPER" || mode == "SAME_LOWER";
  if (!is_same && !attributes.has("output_shape")) return {};
  const auto beyond = attributes.get_ints("output_padding", tensor::Dims(kernel.size(), 0));
  for (size_t axis = 0; axis < kernel.size(); ++axis) {
    const auto from = lowering.input(0).desc.shape[axis + 2].constant();
    const auto to = lowering.output().desc.shape[axis + 2].constant();
    if (!from || !to) return not_yet_known("its spatial extents must be known");
    const int64_t reach = (kernel[axis] - 1) * window.dilations[axis] + 1;
    const int64_t full = (*from - 1) * window.strides[axis] + beyond[axis] + reach;
    const int64_t total = std::max<int64_t>(full - *to, 0);
    const int64_t half = total / 2;
    window.pads_begin[axis] = mode == "SAME_UPPER" ? half : total - half;
    window.pads_end[axis] = total - window.pads_begin[axis];
  }
  return {};
}

Result<LoweredOp> lower_conv_transpose(Lowering& lowering) {
  NIGHTJAR_ASSIGN(const tensor::Dims kernel, kernel_extents(lowering));
  kernels::ConvTransposeProblem problem;
  NIGHTJAR_ASSIGN(problem.window, written_window(lowering, kernel.size()));
  NIGHTJAR_TRY(fit_pads(lowering, kernel, problem.window));
  NIGHTJAR_ASSIGN(problem.activation, read_activation(lowering));
  problem.group = lowering.attributes().get_int("group", 1);
  lowering.add_step(problem.to_problem(), four_inputs(lowering, lowering.input_argument(0)),
                    {lowering.output_argument()});
  return lowering.take();
}

/// The kernels take X, Y and the residual in any layout.
bool conv_layout(const Lowering& lowering, tensor::Layout layout) {
  return tensor::layout_fits(layout, lowering.input(0).desc.shape) &&
         tensor::layout_fits(layout, lowering.output().desc.shape);
}

}  // namespace

void add_conv_rules(RuleTable& table) {
  table["Conv"] = {lower_conv, conv_layout};
  table["nightjar::FusedConv"] = {lower_conv, conv_layout};
  table["ConvTranspose"] = {lower_conv_transpose, conv_layout};
}

}  // namespace nightjar::lower::rules
