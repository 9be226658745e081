// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/common/channel_order.h"

namespace nightjar::kernels {

ChannelOrder channel_order(tensor::Layout layout, const tensor::Dims& dims) {
  ChannelOrder order;
  if (dims.size() < 3) {
    order.spatial = tensor::element_count(dims);
    return order;
  }
  order.batch = dims[0];
  order.channels = dims[1];
  order.spatial = tensor::element_count(tensor::Dims(dims.begin() + 2, dims.end()));
  order.batch_stride = order.channels * order.spatial;
  const int64_t block = tensor::kChannelBlock;
  switch (layout) {
    case tensor::Layout::kRowMajor:
      order.channel_stride = order.spatial;
      order.block_stride = block * order.spatial;
      break;
    case tensor::Layout::kChannelsLast:
      order.channel_stride = 1;
      order.block_stride = block;
      order.spatial_stride = order.channels;
      break;
    case tensor::Layout::kChannelsBlocked16:
      order.channel_stride = 1;
      order.block_stride = block * order.spatial;
      order.spatial_stride = block;
      break;
  }
  return order;
}

}  // namespace nightjar::kernels
