// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/conv/own/rows_in_place.h"

#include <algorithm>

#include "kernels/common/channel_order.h"

namespace nightjar::kernels {
namespace {

bool all_are(const std::vector<int64_t>& values, int64_t value) {
  return std::all_of(values.begin(), values.end(), [&](int64_t each) { return each == value; });
}

}  // namespace

bool may_read_in_place(const ConvProblem& conv) {
  const auto w = tensor::constant_dims(conv.w.shape);
  if (!w || w->size() < 3 || conv.x.layout == tensor::Layout::kRowMajor) return false;
  const bool has_one_tap =
      std::all_of(w->begin() + 2, w->end(), [](int64_t extent) { return extent == 1; });
  return has_one_tap && all_are(conv.window.strides, 1) && all_are(conv.window.pads_begin, 0) &&
         all_are(conv.window.pads_end, 0);
}

std::optional<LeftRows> rows_in_place(const ConvProblem& conv) {
  if (!may_read_in_place(conv)) return std::nullopt;
  const ChannelOrder order = channel_order(conv.x.layout, dims_of(conv.x));
  if (conv.x.layout == tensor::Layout::kChannelsLast) {
    return LeftRows{nullptr, order.spatial_stride, order.channels, 0};
  }
  // In blocks, positions of the next image do not follow at the same stride.
  if (order.batch != 1) return std::nullopt;
  return LeftRows{nullptr, order.spatial_stride, tensor::kChannelBlock, order.block_stride};
}

}  // namespace nightjar::kernels
