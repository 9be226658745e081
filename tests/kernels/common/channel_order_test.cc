// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/common/channel_order.h"

#include <gtest/gtest.h>

#include <set>

namespace nightjar::kernels {
namespace {

using tensor::Layout;

TEST(ChannelOrder, EveryLayoutVisitsEveryElementOnce) {
  const tensor::Dims dims = {2, 32, 3, 5};
  for (const Layout layout :
       {Layout::kRowMajor, Layout::kChannelsLast, Layout::kChannelsBlocked16}) {
    const ChannelOrder order = channel_order(layout, dims);
    std::set<int64_t> seen;
    for (int64_t n = 0; n < order.batch; ++n) {
      for (int64_t c = 0; c < order.channels; ++c) {
        for (int64_t s = 0; s < order.spatial; ++s) seen.insert(order.offset(n, c, s));
      }
    }
    EXPECT_EQ(seen.size(), 960u);
    EXPECT_EQ(*seen.rbegin(), 959);
  }
}

TEST(ChannelOrder, PlacesChannels) {
  const tensor::Dims dims = {1, 32, 10};
  EXPECT_EQ(channel_order(Layout::kRowMajor, dims).offset(0, 17, 3), 173);
  EXPECT_EQ(channel_order(Layout::kChannelsLast, dims).offset(0, 17, 3), 3 * 32 + 17);
  EXPECT_EQ(channel_order(Layout::kChannelsBlocked16, dims).offset(0, 17, 3), 160 + 3 * 16 + 1);
}

TEST(ChannelOrder, TensorsWithoutChannelsAreOneRun) {
  const ChannelOrder order = channel_order(Layout::kRowMajor, {4, 6});
  EXPECT_EQ(order.spatial, 24);
  EXPECT_EQ(order.channels, 1);
  EXPECT_EQ(channel_order(Layout::kRowMajor, {}).spatial, 1);
}

}  // namespace
}  // namespace nightjar::kernels
