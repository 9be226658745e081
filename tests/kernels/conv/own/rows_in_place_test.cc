// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/conv/own/rows_in_place.h"

#include <gtest/gtest.h>

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::Layout;

ConvProblem pointwise_conv(int64_t batch, Layout layout) {
  ConvProblem conv;
  conv.x = {DataType::kFloat32, {batch, 32, 5, 7}, layout};
  conv.w = {DataType::kFloat32, {48, 32, 1, 1}, Layout::kRowMajor};
  conv.y = {DataType::kFloat32, {batch, 48, 5, 7}, layout};
  conv.window = Window::plain(2);
  return conv;
}

TEST(RowsInPlace, AreFoundInBothLayoutsWhereChannelsAreNeighbours) {
  const auto last = rows_in_place(pointwise_conv(2, Layout::kChannelsLast));
  ASSERT_TRUE(last.has_value());
  EXPECT_EQ(last->row_stride, 32);
  EXPECT_EQ(last->chunk_depth, 32);
  const auto blocked = rows_in_place(pointwise_conv(1, Layout::kChannelsBlocked16));
  ASSERT_TRUE(blocked.has_value());
  EXPECT_EQ(blocked->row_stride, 16);
  EXPECT_EQ(blocked->chunk_depth, 16);
  EXPECT_EQ(blocked->chunk_stride, 5 * 7 * 16);
}

TEST(RowsInPlace, SeveralImagesInBlocksAreNotAtOneStride) {
  const ConvProblem conv = pointwise_conv(2, Layout::kChannelsBlocked16);
  EXPECT_TRUE(may_read_in_place(conv));
  EXPECT_FALSE(rows_in_place(conv).has_value());
}

TEST(RowsInPlace, NeedOneTapThatMeetsEveryPosition) {
  const auto refused = [](auto change) {
    ConvProblem conv = pointwise_conv(1, Layout::kChannelsLast);
    change(conv);
    return !may_read_in_place(conv);
  };
  EXPECT_FALSE(refused([](ConvProblem&) {}));
  EXPECT_TRUE(refused([](ConvProblem& conv) { conv.x.layout = Layout::kRowMajor; }));
  EXPECT_TRUE(refused([](ConvProblem& conv) { conv.window.strides[1] = 2; }));
  EXPECT_TRUE(refused([](ConvProblem& conv) { conv.window.pads_begin[0] = 1; }));
  EXPECT_TRUE(refused([](ConvProblem& conv) { conv.w.shape[3] = tensor::Dim(3); }));
}

}  // namespace
}  // namespace nightjar::kernels
