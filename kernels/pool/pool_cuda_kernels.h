// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The launch of pooling.
#pragma once

#include <cstdint>

#include "kernels/cuda/contraction.h"

namespace nightjar::kernels::cuda {

enum class PoolOp : int32_t { kMax, kAverage, kLp };

/// One to three spatial axes; missing ones are 1. Strides count elements.
struct Pool {
  static constexpr int kAxes = 3;
  const void* x = nullptr;
  void* y = nullptr;
  int64_t* indices = nullptr;  ///< Row-major; nullptr when nobody asks.
  PoolOp op = PoolOp::kMax;
  bool include_pad = false, column_major_indices = false;
  float p = 2;
  int32_t batch = 0, channels = 0;
  int32_t extent[kAxes], out_extent[kAxes], kernel[kAxes];
  int32_t stride[kAxes], pad[kAxes], pad_end[kAxes], dilation[kAxes];
  int64_t x_batch = 0, x_channel = 0, x_axis[kAxes];
  int64_t y_batch = 0, y_channel = 0, y_axis[kAxes];
};

/// cudaError_t of the launch. `stream` is a cudaStream_t. Channels that are neighbours in x and y
/// are taken eight at a time.
int launch_pool(const Pool& pool, Element element, void* stream);

}  // namespace nightjar::kernels::cuda
