// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/conv_transpose/conv_transpose.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/kernels/conv/conv_definition.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::Dims;
using tensor::Layout;
using testing::describe;
using testing::flip;
using testing::pick;
using testing::Random;

Layout random_layout(int64_t channels, Random& random) {
  return static_cast<Layout>(pick(random, 0, channels % tensor::kChannelBlock == 0 ? 2 : 1));
}

ConvTransposeProblem random_problem(Random& random) {
  const DataType types[] = {DataType::kFloat32, DataType::kBFloat16};
  const DataType type = types[pick(random, 0, 1)];
  const int64_t unit = flip(random) ? 16 : 1, groups = pick(random, 1, 2);
  const int64_t inputs = groups * unit * pick(random, 1, 3);
  const int64_t outputs_each = unit * pick(random, 1, 3), batch = pick(random, 1, 2);
  const auto spatial_rank = static_cast<size_t>(pick(random, 1, 3));
  ConvTransposeProblem conv;
  Dims x = {batch, inputs}, w = {inputs, outputs_each}, y = {batch, groups * outputs_each};
  conv.window = Window::plain(spatial_rank);
  for (size_t i = 0; i < spatial_rank; ++i) {
    const int64_t kernel = pick(random, 1, 3), stride = pick(random, 1, 3);
    const int64_t dilation = pick(random, 1, 2), reach = (kernel - 1) * dilation + 1;
    const int64_t output_padding = pick(random, 0, stride - 1);
    conv.window.strides[i] = stride;
    conv.window.dilations[i] = dilation;
    conv.window.pads_begin[i] = pick(random, 0, reach / 2);
    conv.window.pads_end[i] = pick(random, 0, reach / 2);
    x.push_back(pick(random, 2, 6));
    w.push_back(kernel);
    y.push_back((x.back() - 1) * stride + reach + output_padding - conv.window.pads_begin[i] -
                conv.window.pads_end[i]);
  }
  conv.group = groups;
  conv.x = describe(type, x, random_layout(inputs, random));
  conv.w = describe(type, w);
  const Layout y_layout = conv.x.layout != Layout::kChannelsBlocked16 || unit == 16
                              ? conv.x.layout
                              : Layout::kChannelsLast;
  conv.y = describe(flip(random) ? DataType::kFloat32 : type, y, y_layout);
  if (flip(random)) conv.bias = describe(DataType::kFloat32, {groups * outputs_each});
  if (flip(random)) conv.residual = conv.y;
  conv.activation = {static_cast<ActivationKind>(pick(random, 0, 11)), 0.2, 0.9};
  return conv;
}

TEST(ConvTranspose, EveryTacticAgreesWithTheDefinition) {
  const device::DeviceInfo info = device::make_cpu_device(1)->info();
  Random random(20260713);
  int onednn_runs = 0;
  for (int i = 0; i < 120; ++i) {
    const ConvTransposeProblem conv = random_problem(random);
    const bool is_empty = std::any_of(conv.y.shape.begin(), conv.y.shape.end(),
                                      [](const tensor::Dim& dim) { return *dim.constant() < 1; });
    if (is_empty) continue;
    const Problem problem = conv.to_problem();
    const auto inputs = testing::random_operands(problem, random);
    const std::vector<double> expected = testing::expected_conv_transpose(conv, inputs);
    const double tolerance = conv.y.type == DataType::kBFloat16 ? 1.0 / 200 : 2e-5;
    for (const Tactic* tactic : tactics_of("conv_transpose")) {
      if (tactic->source() != TacticSource::kPlain && !tactic->supports(problem, info)) continue;
      ASSERT_TRUE(tactic->supports(problem, info)) << problem.to_string();
      for (const std::string& config : tactic->configs(problem, info)) {
        for (const std::set<size_t>& constant : {std::set<size_t>{1}, std::set<size_t>{}}) {
          const auto outputs = testing::run_tactic(*tactic, problem, config, inputs, constant);
          ASSERT_TRUE(outputs.ok()) << tactic->name() << " " << config << ": "
                                    << problem.to_string() << ": " << outputs.error().message;
          const auto actual = testing::logical_values(conv.y, (*outputs)[0]);
          EXPECT_LT(testing::worst_error(expected, actual), tolerance)
              << tactic->name() << " " << config << ": " << problem.to_string();
        }
        onednn_runs += tactic->source() == TacticSource::kOneDnn;
      }
    }
  }
  EXPECT_GT(onednn_runs, 30);
}

TEST(ConvTranspose, RefusesWhatDoesNotFit) {
  ConvTransposeProblem conv;
  conv.x = describe(DataType::kFloat32, {1, 4, 5, 5});
  conv.w = describe(DataType::kFloat32, {4, 3, 2, 2});
  conv.y = describe(DataType::kFloat32, {1, 3, 10, 10});
  conv.window = Window::plain(2);
  conv.window.strides = {2, 2};
  EXPECT_TRUE(ConvTransposeProblem::from_problem(conv.to_problem()).ok());
  conv.group = 2;
  EXPECT_FALSE(ConvTransposeProblem::from_problem(conv.to_problem()).ok());
  conv.group = 1;
  conv.w.shape[0] = 5;
  EXPECT_FALSE(ConvTransposeProblem::from_problem(conv.to_problem()).ok());
}

}  // namespace
}  // namespace nightjar::kernels
