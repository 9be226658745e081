// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The numbers of a bound convolution, its one to three spatial axes always seen as three.
#pragma once

#include <algorithm>
#include <array>

#include "kernels/common/window.h"

namespace nightjar::kernels {

/// Depth, height, width.
using Axes = std::array<int64_t, 3>;

inline int64_t product(const Axes& axes) { return axes[0] * axes[1] * axes[2]; }

/// Positions first <= i < last.
struct Range {
  int64_t first = 0, last = 0;
};

/// Which position of the wide side a kernel touches for each position of the narrow side: a
/// convolution reads wide x and writes narrow y, a transposed one the other way round.
struct ConvGeometry {
  Axes wide{1, 1, 1}, narrow{1, 1, 1}, kernel{1, 1, 1};
  Axes strides{1, 1, 1}, dilations{1, 1, 1}, pads{0, 0, 0};

  /// Along `axis`; may lie outside.
  int64_t wide_position(size_t axis, int64_t narrow_position, int64_t kernel_position) const {
    return narrow_position * strides[axis] + kernel_position * dilations[axis] - pads[axis];
  }
  /// The narrow positions along `axis` whose wide position lies inside.
  Range inside(size_t axis, int64_t kernel_position) const {
    const int64_t start = wide_position(axis, 0, kernel_position);
    const int64_t stride = strides[axis];
    const int64_t first = start >= 0 ? 0 : (-start + stride - 1) / stride;
    const int64_t last = start >= wide[axis] ? 0 : (wide[axis] - 1 - start) / stride + 1;
    return {std::min(first, narrow[axis]), std::min(last, narrow[axis])};
  }
};

/// Extents of tensors and weights with their two leading axes.
ConvGeometry conv_geometry(const tensor::Dims& wide, const tensor::Dims& narrow,
                           const tensor::Dims& weights, const Window& window);

/// Calls use(narrow_index, wide_index, count) for every run along width that kernel position `k`
/// touches: `count` narrow elements one apart, and as many wide ones strides[2] apart.
template <typename Use>
void for_each_run(const ConvGeometry& geometry, const Axes& k, const Use& use) {
  const Range depth = geometry.inside(0, k[0]), height = geometry.inside(1, k[1]),
              width = geometry.inside(2, k[2]);
  if (width.first >= width.last) return;
  const int64_t wide_column = geometry.wide_position(2, width.first, k[2]);
  for (int64_t d = depth.first; d < depth.last; ++d) {
    const int64_t wide_depth = geometry.wide_position(0, d, k[0]) * geometry.wide[1];
    for (int64_t h = height.first; h < height.last; ++h) {
      const int64_t wide_row = wide_depth + geometry.wide_position(1, h, k[1]);
      use((d * geometry.narrow[1] + h) * geometry.narrow[2] + width.first,
          wide_row * geometry.wide[2] + wide_column, width.last - width.first);
    }
  }
}

/// The kernel position with row-major number `index`.
inline Axes kernel_position(const ConvGeometry& geometry, int64_t index) {
  const Axes& kernel = geometry.kernel;
  return {index / (kernel[1] * kernel[2]), index / kernel[2] % kernel[1], index % kernel[2]};
}

}  // namespace nightjar::kernels
