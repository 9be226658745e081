// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/pointwise/operand.h"

#include <fmt/format.h>

namespace nightjar::kernels::pointwise {

Result<std::vector<BroadcastAxis>> broadcast_axes(const tensor::Dims& input,
                                                  const tensor::Dims& output) {
  const auto refuse = [&] {
    return invalid_input(fmt::format("shape {} does not broadcast to {}.", tensor::to_string(input),
                                     tensor::to_string(output)));
  };
  if (input.size() > output.size() || output.size() > 32) return refuse();
  const size_t lead = output.size() - input.size();
  const tensor::Dims strides = tensor::row_major_strides(input);
  std::vector<BroadcastAxis> axes;
  for (size_t axis = 0; axis < output.size(); ++axis) {
    const int64_t extent = axis < lead ? 1 : input[axis - lead];
    if (extent != 1 && extent != output[axis]) return refuse();
    if (output[axis] == 1) continue;
    const BroadcastAxis next{output[axis], extent == 1 ? 0 : strides[axis - lead]};
    if (!axes.empty() && axes.back().stride == next.stride * next.extent) {
      axes.back() = {axes.back().extent * next.extent, next.stride};
    } else {
      axes.push_back(next);
    }
  }
  if (axes.empty()) axes.push_back({1, 0});
  return axes;
}

bool is_dense(const std::vector<BroadcastAxis>& axes) {
  return axes.size() == 1 && (axes[0].stride == 1 || axes[0].extent == 1);
}

bool is_scalar(const std::vector<BroadcastAxis>& axes) {
  return axes.size() == 1 && axes[0].stride == 0;
}

std::optional<int64_t> period_of(const std::vector<BroadcastAxis>& axes) {
  if (axes.size() != 2 || axes[0].stride != 0 || axes[1].stride != 1) return std::nullopt;
  return axes[1].extent;
}

}  // namespace nightjar::kernels::pointwise
