// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/conv/own/strip_conv.h"

#include <gtest/gtest.h>

#include "tests/kernels/conv/conv_definition.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::Layout;

struct Case {
  int64_t batch, channels, extent, kernel, stride, pad_begin, pad_end, dilation;
  Layout x, y;
};

ConvProblem problem_of(const Case& each) {
  const int64_t height_reach = (each.kernel - 1) * each.dilation + 1;
  const int64_t room = each.extent + each.pad_begin + each.pad_end;
  const int64_t height = (room - height_reach) / each.stride + 1;
  const int64_t width = (room - each.kernel) / each.stride + 1;
  ConvProblem conv;
  conv.x = {DataType::kFloat32, {each.batch, each.channels, each.extent, each.extent}, each.x};
  conv.w = {conv.x.type, {48, each.channels, each.kernel, each.kernel}, Layout::kRowMajor};
  conv.bias = {conv.x.type, {48}, Layout::kRowMajor};
  conv.y = {conv.x.type, {each.batch, 48, height, width}, each.y};
  conv.window = Window::plain(2);
  conv.window.strides = {each.stride, each.stride};
  conv.window.dilations = {each.dilation, 1};
  conv.window.pads_begin = {each.pad_begin, each.pad_begin};
  conv.window.pads_end = {each.pad_end, each.pad_end};
  conv.activation.kind = ActivationKind::kSilu;
  return conv;
}

TEST(StripConv, AgreesWithTheDefinitionWhateverTheThreads) {
  testing::Random random(21);
  const Tactic& tactic = *find_tactic("conv.own.product.v2");
  const Case cases[] = {
      {2, 3, 33, 3, 2, 1, 1, 1, Layout::kRowMajor, Layout::kChannelsLast},
      {1, 3, 33, 7, 2, 3, 3, 1, Layout::kRowMajor, Layout::kChannelsBlocked16},
      {1, 8, 9, 3, 1, 0, 2, 2, Layout::kRowMajor, Layout::kRowMajor},
      {2, 20, 15, 3, 1, 1, 1, 1, Layout::kChannelsLast, Layout::kChannelsLast},
      {1, 5, 8, 5, 3, 4, 0, 1, Layout::kChannelsLast, Layout::kRowMajor},
      {1, 4, 2, 2, 1, 5, 0, 1, Layout::kChannelsLast, Layout::kChannelsLast},
  };
  for (const Case& each : cases) {
    const ConvProblem conv = problem_of(each);
    const Problem problem = conv.to_problem();
    if (!tactic.supports(problem, device::make_cpu_device(1)->info())) GTEST_SKIP() << "no tiles";
    const auto inputs = testing::random_operands(problem, random);
    const auto expected = testing::expected_conv(conv, inputs);
    for (const std::string& tile : tile_names()) {
      const auto one = testing::run_tactic(tactic, problem, "strips:" + tile, inputs, {1}, 1);
      const auto two = testing::run_tactic(tactic, problem, "strips:" + tile, inputs, {1}, 2);
      ASSERT_TRUE(one.ok() && two.ok()) << problem.to_string();
      EXPECT_TRUE(tensor::identical((*one)[0], (*two)[0])) << problem.to_string();
      const auto actual = testing::logical_values(conv.y, (*one)[0]);
      EXPECT_LT(testing::worst_error(expected, actual), 2e-5) << problem.to_string();
    }
  }
}

TEST(StripConv, WantsTwoAxesAndTapsThatAreNeighbours) {
  const Case good{1, 3, 33, 3, 2, 1, 1, 1, Layout::kRowMajor, Layout::kChannelsLast};
  ConvProblem conv = problem_of(good);
  EXPECT_TRUE(may_read_strips(conv));
  conv.window.dilations[1] = 2;
  EXPECT_FALSE(may_read_strips(conv));
  Case many = good;
  many.channels = 9;
  EXPECT_FALSE(may_read_strips(problem_of(many)));
  many.x = Layout::kChannelsLast;
  EXPECT_TRUE(may_read_strips(problem_of(many)));
}

}  // namespace
}  // namespace nightjar::kernels
