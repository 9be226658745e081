// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Moves lines of 16 channels between a tensor and the float32 that a depthwise convolution sums in.
#pragma once

#include <cstdint>

#include "engine/tensor/data_type.h"
#include "kernels/conv/own/depthwise_line.h"

namespace nightjar::kernels {

/// Pixels of up to 16 channels that lie together, `stride` elements from pixel to pixel; float32 or
/// bfloat16.
struct LinePixels {
  tensor::DataType type = tensor::DataType::kFloat32;
  int64_t stride = 0, channels = kLineChannels;
};

/// [count][16], channels that are not there as zeros.
void load_pixels(const LinePixels& pixels, const void* from, int64_t count, float* to);
/// Rounds to nearest even.
void store_pixels(const LinePixels& pixels, const float* from, int64_t count, void* to);

}  // namespace nightjar::kernels
