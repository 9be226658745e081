// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/lower/rules/window_lowering.h"

#include "kernels/movement/movement.h"

namespace nightjar::lower::rules {
namespace {

using tensor::Dim;
using tensor::Shape;

/// What SAME adds on one axis, so that the output has ceil(extent / stride) elements.
Dim same_padding(const Dim& extent, int64_t reach, int64_t stride) {
  if (stride == 1) return Dim(reach - 1);
  const Dim steps = Dim::ceil_div(extent, Dim(stride));
  return Dim::max((steps - Dim(1)) * Dim(stride) + Dim(reach) - extent, Dim(0));
}

/// Pads of the spatial axes, as expressions.
struct SamePads {
  Shape before, total;

  bool are_known() const {
    return tensor::constant_dims(before).has_value() && tensor::constant_dims(total).has_value();
  }
};

SamePads same_pads(const Lowering& lowering, const tensor::Dims& kernel,
                   const kernels::Window& window, bool upper) {
  SamePads pads;
  for (size_t axis = 0; axis < kernel.size(); ++axis) {
    const int64_t reach = (kernel[axis] - 1) * window.dilations[axis] + 1;
    const Dim total =
        same_padding(lowering.input(0).desc.shape[axis + 2], reach, window.strides[axis]);
    const Dim smaller = Dim::floor_div(total, Dim(2));
    pads.total.push_back(total);
    pads.before.push_back(upper ? smaller : total - smaller);
  }
  return pads;
}

/// Input 0 with the pads around it, in its own layout.
Argument pad_input(Lowering& lowering, const SamePads& pads, const tensor::HostTensor& fill) {
  const Argument x = lowering.input_in_memory(0);
  const tensor::Layout layout = lowering.input(0).desc.layout;
  const auto rank = static_cast<int>(lowering.rank());
  tensor::TensorDesc padded = lowering.input(0).desc;
  kernels::MovementProblem problem;
  problem.kind = kernels::MovementKind::kPad;
  problem.parameters = Shape(x.desc.shape.size(), Dim(0));
  for (size_t axis = 0; axis < pads.total.size(); ++axis) {
    padded.shape[axis + 2] = padded.shape[axis + 2] + pads.total[axis];
    const int physical = tensor::physical_axis(layout, rank, static_cast<int>(axis) + 2);
    problem.parameters[static_cast<size_t>(physical)] = pads.before[axis];
  }
  std::vector<Argument> inputs = {x};
  if (fill.defined()) inputs.push_back(lowering.add_constant(fill));
  const Argument target = lowering.add_temporary(padded);
  lowering.add_step(problem.to_problem(), inputs, {{target.operand, in_memory(padded)}});
  return target;
}

}  // namespace

Result<kernels::Window> written_window(const Lowering& lowering, size_t rank) {
  const auto& attributes = lowering.attributes();
  kernels::Window window = kernels::Window::plain(rank);
  window.strides = attributes.get_ints("strides", window.strides);
  window.dilations = attributes.get_ints("dilations", window.dilations);
  const auto pads = attributes.get_ints("pads", tensor::Dims(2 * rank, 0));
  if (window.strides.size() != rank || window.dilations.size() != rank || pads.size() != 2 * rank) {
    return invalid_input("strides, dilations or pads do not fit the kernel's rank");
  }
  const std::string mode = attributes.get_string("auto_pad", "NOTSET");
  if (mode == "NOTSET" || mode.empty()) {
    window.pads_begin.assign(pads.begin(), pads.begin() + static_cast<std::ptrdiff_t>(rank));
    window.pads_end.assign(pads.begin() + static_cast<std::ptrdiff_t>(rank), pads.end());
  }
  return window;
}

Result<WindowedInput> read_window(Lowering& lowering, const tensor::Dims& kernel,
                                  const tensor::HostTensor& fill) {
  NIGHTJAR_ASSIGN(kernels::Window window, written_window(lowering, kernel.size()));
  const std::string mode = lowering.attributes().get_string("auto_pad", "NOTSET");
  if (mode != "SAME_UPPER" && mode != "SAME_LOWER") {
    return WindowedInput{lowering.input_argument(0), window};
  }
  const SamePads pads = same_pads(lowering, kernel, window, mode == "SAME_UPPER");
  if (!pads.are_known()) return WindowedInput{pad_input(lowering, pads, fill), window};
  window.pads_begin = *tensor::constant_dims(pads.before);
  window.pads_end = *tensor::constant_dims(pads.total);
  for (size_t axis = 0; axis < kernel.size(); ++axis) {
    window.pads_end[axis] -= window.pads_begin[axis];
  }
  return WindowedInput{lowering.input_argument(0), window};
}

Result<kernels::Activation> read_activation(const Lowering& lowering) {
  const auto& attributes = lowering.attributes();
  tensor::Attributes asked;
  asked.set("activation", attributes.get_string("activation", ""));
  asked.set("activation_alpha", attributes.get_float("alpha", 0));
  asked.set("activation_beta", attributes.get_float("beta", 0));
  return kernels::Activation::from_attributes(asked);
}

}  // namespace nightjar::lower::rules
