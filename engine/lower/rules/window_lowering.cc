// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/lower/rules/window_lowering.h"

#include <algorithm>

namespace nightjar::lower::rules {
namespace {

/// What SAME adds on one axis, so that the output has ceil(extent / stride) elements.
Result<int64_t> same_padding(const Lowering& lowering, size_t axis, int64_t reach, int64_t stride) {
  const auto extent = lowering.input(0).desc.shape[axis + 2].constant();
  if (!extent) {
    if (stride == 1) return reach - 1;
    return lowering.refuse("auto_pad needs spatial extents that are known");
  }
  const int64_t steps = (*extent + stride - 1) / stride;
  return std::max<int64_t>((steps - 1) * stride + reach - *extent, 0);
}

}  // namespace

Result<kernels::Window> read_window(const Lowering& lowering, const tensor::Dims& kernel) {
  const auto& attributes = lowering.attributes();
  const size_t rank = kernel.size();
  kernels::Window window = kernels::Window::plain(rank);
  window.strides = attributes.get_ints("strides", window.strides);
  window.dilations = attributes.get_ints("dilations", window.dilations);
  const auto pads = attributes.get_ints("pads", tensor::Dims(2 * rank, 0));
  if (window.strides.size() != rank || window.dilations.size() != rank || pads.size() != 2 * rank) {
    return invalid_input("strides, dilations or pads do not fit the kernel's rank");
  }
  const std::string mode = attributes.get_string("auto_pad", "NOTSET");
  if (mode == "VALID") return window;
  if (mode == "NOTSET" || mode.empty()) {
    window.pads_begin.assign(pads.begin(), pads.begin() + static_cast<std::ptrdiff_t>(rank));
    window.pads_end.assign(pads.begin() + static_cast<std::ptrdiff_t>(rank), pads.end());
    return window;
  }
  for (size_t axis = 0; axis < rank; ++axis) {
    const int64_t reach = (kernel[axis] - 1) * window.dilations[axis] + 1;
    NIGHTJAR_ASSIGN(const int64_t total, same_padding(lowering, axis, reach, window.strides[axis]));
    const int64_t smaller = total / 2;
    window.pads_begin[axis] = mode == "SAME_UPPER" ? smaller : total - smaller;
    window.pads_end[axis] = total - window.pads_begin[axis];
  }
  return window;
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
