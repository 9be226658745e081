// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How one input of a pointwise problem broadcasts over the output, and how a block of it is read.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.h"
#include "engine/tensor/shape.h"

namespace nightjar::kernels::pointwise {

/// An axis of the output as one input sees it, neighbours merged where strides allow.
struct BroadcastAxis {
  int64_t extent = 1;
  int64_t stride = 0;  ///< In elements of the input; 0 where it repeats.

  bool operator==(const BroadcastAxis&) const = default;
};

/// The axes of `input` broadcast to `output`, outermost first, axes of extent 1 left out. Fails
/// when the shapes do not broadcast.
Result<std::vector<BroadcastAxis>> broadcast_axes(const tensor::Dims& input,
                                                  const tensor::Dims& output);

/// The input runs along with the output, element by element.
bool is_dense(const std::vector<BroadcastAxis>& axes);
/// One element for all.
bool is_scalar(const std::vector<BroadcastAxis>& axes);
/// The input's length, when the output repeats all of it over and over.
std::optional<int64_t> period_of(const std::vector<BroadcastAxis>& axes);

/// Walks the output positions [start, start + count) and calls `segment(offset, stride, length)`
/// for each run along the innermost axis.
template <typename Segment>
void walk_segments(const std::vector<BroadcastAxis>& axes, int64_t start, int64_t count,
                   Segment segment) {
  constexpr size_t kMaxAxes = 32;
  int64_t index[kMaxAxes];
  int64_t offset = 0;
  int64_t rest = start;
  for (size_t axis = axes.size(); axis-- > 0;) {
    index[axis] = rest % axes[axis].extent;
    rest /= axes[axis].extent;
    offset += index[axis] * axes[axis].stride;
  }
  const size_t inner = axes.size() - 1;
  while (count > 0) {
    const int64_t left = axes[inner].extent - index[inner];
    const int64_t length = left < count ? left : count;
    segment(offset, axes[inner].stride, length);
    count -= length;
    offset += length * axes[inner].stride;
    index[inner] += length;
    for (size_t axis = inner; axis > 0 && index[axis] == axes[axis].extent; --axis) {
      offset += axes[axis - 1].stride - axes[axis].extent * axes[axis].stride;
      index[axis] = 0;
      ++index[axis - 1];
    }
  }
}

}  // namespace nightjar::kernels::pointwise
