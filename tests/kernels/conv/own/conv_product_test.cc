// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kernels/product/tile.h"
#include "tests/kernels/conv/conv_definition.h"

namespace nightjar::kernels {
namespace {

using tensor::Layout;

ConvProblem pointwise_conv(int64_t batch, Layout layout) {
  ConvProblem conv;
  conv.x = {tensor::DataType::kFloat32, {batch, 32, 9, 9}, layout};
  conv.w = {conv.x.type, {80, 32, 1, 1}, Layout::kRowMajor};
  conv.bias = {conv.x.type, {80}, Layout::kRowMajor};
  conv.y = {conv.x.type, {batch, 80, 9, 9}, layout};
  conv.residual = conv.y;
  conv.window = Window::plain(2);
  conv.activation.kind = ActivationKind::kSilu;
  return conv;
}

TEST(ConvProduct, WindowsOfOneTapAreReadWhereTheyLie) {
  testing::Random random(17);
  const device::DeviceInfo info = device::make_cpu_device(1)->info();
  const Tactic& tactic = *find_tactic("conv.own.product.v2");
  for (const Layout layout : {Layout::kChannelsLast, Layout::kChannelsBlocked16}) {
    for (const int64_t batch : {1, 2}) {
      const ConvProblem conv = pointwise_conv(batch, layout);
      const Problem problem = conv.to_problem();
      if (!tactic.supports(problem, info)) GTEST_SKIP() << "this CPU has no tiles";
      const auto inputs = testing::random_operands(problem, random);
      const auto expected = testing::expected_conv(conv, inputs);
      const auto configs = tactic.configs(problem, info);
      EXPECT_EQ(configs.size(), 2 * tile_shapes().size());
      for (const std::string& config : configs) {
        const auto outputs = testing::run_tactic(tactic, problem, config, inputs, {1}, 2);
        ASSERT_TRUE(outputs.ok()) << config << ": " << outputs.error().message;
        const auto actual = testing::logical_values(conv.y, (*outputs)[0]);
        EXPECT_LT(testing::worst_error(expected, actual), 2e-5) << config;
      }
    }
  }
}

TEST(ConvProduct, WiderWindowsAreNotReadDirectly) {
  ConvProblem conv = pointwise_conv(1, Layout::kChannelsLast);
  conv.w.shape[2] = tensor::Dim(3);
  conv.window.pads_begin = conv.window.pads_end = {1, 0};
  const Problem problem = conv.to_problem();
  const auto device = device::make_cpu_device(1);
  const Tactic& tactic = *find_tactic("conv.own.product.v2");
  if (!tactic.supports(problem, device->info())) GTEST_SKIP() << "this CPU has no tiles";
  const auto configs = tactic.configs(problem, device->info());
  EXPECT_EQ(configs.size(), 2 * tile_shapes().size());
  std::vector<tensor::HostTensor> constants(4);
  testing::Random random(18);
  constants[1] = testing::random_operand(conv.w, random);
  EXPECT_TRUE(tactic.prepare(problem, configs[0], constants, *device).ok());
  EXPECT_TRUE(tactic.prepare(problem, "strips:" + configs[0], constants, *device).ok());
  EXPECT_FALSE(tactic.prepare(problem, "direct:" + configs[0], constants, *device).ok());
  conv.window.dilations = {1, 2};
  EXPECT_FALSE(tactic.prepare(conv.to_problem(), "strips:" + configs[0], constants, *device).ok());
}

}  // namespace
}  // namespace nightjar::kernels
