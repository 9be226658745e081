// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The launch of interpolation and of nearest neighbours.
#pragma once

#include <cstdint>

#include "kernels/cuda/contraction.h"

namespace nightjar::kernels::cuda {

/// Each axis has `width` taps an output position; index -1 is outside of a cropped region.
struct Resize {
  static constexpr int kMaxAxes = 8;
  const void* x = nullptr;
  void* y = nullptr;
  int32_t rank = 0;
  int64_t count = 0;  ///< Elements of y.
  int64_t extent[kMaxAxes], x_stride[kMaxAxes];
  int32_t width[kMaxAxes];
  const int32_t* indices[kMaxAxes];
  const float* weights[kMaxAxes];  ///< Not read by nearest.
  float outside = 0;
};

/// cudaError_t of the launch. `stream` is a cudaStream_t. Nearest copies elements of any size; a
/// crop's outside is `outside_bytes`.
int launch_interpolation(const Resize& resize, Element element, void* stream);
int launch_nearest(const Resize& resize, int element_bytes, uint64_t outside_bytes, void* stream);

}  // namespace nightjar::kernels::cuda
