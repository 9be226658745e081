// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Launches of the convolution kernels that are no contraction.
#pragma once

#include <cstdint>

#include "kernels/cuda/contraction.h"

namespace nightjar::kernels::cuda {

/// One filter a channel over channels-last images; weights [kernel height][kernel width][channels].
struct Depthwise {
  const void* x = nullptr;
  const void* w = nullptr;
  void* y = nullptr;
  int32_t batch = 0, channels = 0;
  Image image;  ///< Its strides are not read.
  Epilogue epilogue;

  bool is_empty() const { return batch == 0 || image.out_height == 0 || image.out_width == 0; }
};

/// Convolution of images with few channels. Filters [outputs][kernel height][steps_in_row * 16],
/// where a row of a filter is [kernel width][kChannels] and zeros.
struct Stem {
  static constexpr int kChannels = 4, kMostKernelWidth = 8;

  static constexpr int steps_in_row(const Image& image) { return (image.kernel_width + 3) / 4; }
};

/// Any convolution of one to three spatial axes; missing ones are 1. Strides count elements.
struct DirectConv {
  static constexpr int kAxes = 3;
  const void* x = nullptr;
  const void* w = nullptr;  ///< [outputs][taps][channels], `pitch` an output.
  void* y = nullptr;
  int64_t count = 0;  ///< Elements of y.
  int32_t outputs = 0, outputs_each = 0, channels = 0, pitch = 0;
  int32_t extent[kAxes], out_extent[kAxes], kernel[kAxes];
  int32_t stride[kAxes], pad[kAxes], dilation[kAxes];
  int64_t x_batch = 0, x_channel = 0, x_axis[kAxes];
  int64_t y_batch = 0, y_channel = 0, y_axis[kAxes];
  Epilogue epilogue;
};

/// cudaError_t of the launch. `stream` is a cudaStream_t.
int launch_depthwise(const Depthwise& problem, Element element, void* stream);
/// Filters of 3x3, 5x5 or 7x7 with strides of 1 or 2, no dilation; float16 and bfloat16, channels
/// in eights. A block makes `rows` rows of y.
int launch_depthwise_window(const Depthwise& problem, Element element, int rows, void* stream);
/// Kernel width up to Stem::kMostKernelWidth, no dilation; y channels last; float16 and bfloat16.
int launch_stem(const Contraction& problem, Element element, int cores, void* stream);
/// Writes the patches of an image of two-byte elements down, as [m, k].
int launch_unfold(const Contraction& problem, void* patches, void* stream);
int launch_direct_conv(const DirectConv& problem, Element element, void* stream);

}  // namespace nightjar::kernels::cuda
