// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/conv/conv_geometry.h"

namespace nightjar::kernels {

ConvGeometry conv_geometry(const tensor::Dims& wide, const tensor::Dims& narrow,
                           const tensor::Dims& weights, const Window& window) {
  ConvGeometry geometry;
  const size_t spatial_rank = wide.size() - 2;
  for (size_t i = 0; i < spatial_rank; ++i) {
    const size_t axis = 3 - spatial_rank + i;
    geometry.wide[axis] = wide[i + 2];
    geometry.narrow[axis] = narrow[i + 2];
    geometry.kernel[axis] = weights[i + 2];
    geometry.strides[axis] = window.strides[i];
    geometry.dilations[axis] = window.dilations[i];
    geometry.pads[axis] = window.pads_begin[i];
  }
  return geometry;
}

}  // namespace nightjar::kernels
