// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Where element (n, c, s) of a tensor lies in memory, under any layout.
#pragma once

#include <cstdint>

#include "engine/tensor/layout.h"
#include "engine/tensor/shape.h"

namespace nightjar::kernels {

/// The tensor seen as [N, C, S] with all spatial axes in one; every layout is affine in n, c / 16,
/// c % 16 and s. Tensors without a channel axis are [1, 1, count].
struct ChannelOrder {
  int64_t batch = 1, channels = 1, spatial = 1;
  int64_t batch_stride = 0, block_stride = 0, channel_stride = 0, spatial_stride = 1;

  int64_t offset(int64_t n, int64_t c, int64_t s = 0) const {
    return n * batch_stride + c / tensor::kChannelBlock * block_stride +
           c % tensor::kChannelBlock * channel_stride + s * spatial_stride;
  }
};

ChannelOrder channel_order(tensor::Layout layout, const tensor::Dims& dims);

}  // namespace nightjar::kernels
