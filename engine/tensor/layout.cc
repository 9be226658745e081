// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/layout.h"

namespace nightjar::tensor {

std::string_view name_of(Layout layout) {
  switch (layout) {
    case Layout::kRowMajor:
      return "row_major";
    case Layout::kChannelsLast:
      return "channels_last";
    case Layout::kChannelsBlocked16:
      return "channels_blocked16";
  }
  return "unknown";
}

bool layout_fits(Layout layout, const Shape& shape) {
  if (layout == Layout::kRowMajor) return true;
  if (shape.size() < 3 || shape.size() > 5) return false;
  if (layout == Layout::kChannelsLast) return true;
  const auto channels = shape[1].constant();
  return channels && *channels % kChannelBlock == 0;
}

namespace {

template <typename Extents, typename Divide>
Extents to_physical(Layout layout, const Extents& logical, Divide divide) {
  if (layout == Layout::kRowMajor) return logical;
  Extents physical = {logical[0]};
  if (layout == Layout::kChannelsBlocked16) physical.push_back(divide(logical[1]));
  physical.insert(physical.end(), logical.begin() + 2, logical.end());
  physical.push_back(layout == Layout::kChannelsLast ? logical[1] : kChannelBlock);
  return physical;
}

}  // namespace

Shape physical_shape(Layout layout, const Shape& shape) {
  return to_physical(layout, shape,
                     [](const Dim& channels) { return Dim::floor_div(channels, kChannelBlock); });
}

Dims physical_dims(Layout layout, const Dims& dims) {
  return to_physical(layout, dims, [](int64_t channels) { return channels / kChannelBlock; });
}

int physical_axis(Layout layout, int rank, int axis) {
  if (layout != Layout::kChannelsLast || axis == 0) return axis;
  return axis == 1 ? rank - 1 : axis - 1;
}

}  // namespace nightjar::tensor
