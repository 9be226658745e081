// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/network/rules/window.h"

namespace nightjar::network::rules {
namespace {

constexpr int64_t kMaxStep = int64_t{1} << 31;

Result<std::vector<int64_t>> read_steps(const Op& op, const char* name, size_t rank) {
  auto steps = op.attributes.get_ints(name);
  if (steps.empty()) steps.assign(rank, 1);
  if (steps.size() != rank) {
    return invalid_input(std::string("attribute '") + name + "' has " +
                         std::to_string(steps.size()) + " values, " + std::to_string(rank) +
                         " are wanted");
  }
  for (const int64_t step : steps) {
    if (step >= 1 && step < kMaxStep) continue;
    return invalid_input(std::string("attribute '") + name + "' holds " + std::to_string(step) +
                         ", a positive number is wanted");
  }
  return steps;
}

Status read_pads(const Op& op, size_t rank, Window& window) {
  auto pads = op.attributes.get_ints("pads");
  if (pads.empty() || !window.auto_pad.empty()) pads.assign(2 * rank, 0);
  if (pads.size() != 2 * rank) {
    return invalid_input("attribute 'pads' has " + std::to_string(pads.size()) + " values, " +
                         std::to_string(2 * rank) + " are wanted");
  }
  for (const int64_t pad : pads) {
    if (pad >= 0 && pad < kMaxStep) continue;
    return invalid_input("attribute 'pads' holds " + std::to_string(pad));
  }
  const auto middle = pads.begin() + static_cast<std::ptrdiff_t>(rank);
  window.pads_begin.assign(pads.begin(), middle);
  window.pads_end.assign(middle, pads.end());
  return {};
}

}  // namespace

Dim Window::reach(size_t axis) const { return (kernel[axis] - 1) * dilations[axis] + 1; }

Result<Window> read_window(const Op& op, std::vector<Dim> kernel) {
  Window window;
  const size_t rank = kernel.size();
  for (const Dim& extent : kernel) {
    const auto constant = extent.constant();
    if (constant && (*constant < 1 || *constant >= kMaxStep)) {
      return invalid_input("the kernel has the extent " + extent.to_string());
    }
  }
  window.kernel = std::move(kernel);
  window.auto_pad = op.attributes.get_string("auto_pad", "NOTSET");
  if (window.auto_pad == "NOTSET") window.auto_pad.clear();
  if (!window.auto_pad.empty() && window.auto_pad != "SAME_UPPER" &&
      window.auto_pad != "SAME_LOWER" && window.auto_pad != "VALID") {
    return invalid_input("attribute 'auto_pad' is '" + window.auto_pad +
                         "', NOTSET, SAME_UPPER, SAME_LOWER or VALID is wanted");
  }
  window.ceil_mode = op.attributes.get_int("ceil_mode", 0) != 0;
  NIGHTJAR_ASSIGN(window.strides, read_steps(op, "strides", rank));
  NIGHTJAR_ASSIGN(window.dilations, read_steps(op, "dilations", rank));
  NIGHTJAR_TRY(read_pads(op, rank, window));
  return window;
}

Result<Shape> slide(const Window& window, const Shape& input) {
  Shape output;
  for (size_t axis = 0; axis < window.kernel.size(); ++axis) {
    const Dim& extent = input[axis];
    const Dim stride(window.strides[axis]);
    if (window.auto_pad == "SAME_UPPER" || window.auto_pad == "SAME_LOWER") {
      output.push_back(Dim::ceil_div(extent, stride));
      continue;
    }
    const Dim begin(window.pads_begin[axis]), end(window.pads_end[axis]);
    const Dim room = extent + begin + end - window.reach(axis);
    if (const auto known = room.constant(); known && *known < 0) {
      return invalid_input("the kernel reaches over " + window.reach(axis).to_string() +
                           ", but axis " + std::to_string(axis + 2) + " has only " +
                           (extent + begin + end).to_string() + " with its padding");
    }
    if (!window.ceil_mode) {
      output.push_back(Dim::floor_div(room, stride) + 1);
      continue;
    }
    // No window may start in the padding behind the input.
    const Dim last_start = Dim::floor_div(extent + begin - 1, stride);
    output.push_back(Dim::min(Dim::ceil_div(room, stride), last_start) + 1);
  }
  return output;
}

}  // namespace nightjar::network::rules
