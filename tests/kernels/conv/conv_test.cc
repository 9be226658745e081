// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/conv/conv.h"

#include <gtest/gtest.h>

#include <map>

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
  const int64_t choices = channels % tensor::kChannelBlock == 0 ? 2 : 1;
  return static_cast<Layout>(pick(random, 0, choices));
}

/// Groups, input and output channels: dense, grouped or depthwise, odd or a multiple of 16.
std::array<int64_t, 3> random_channels(Random& random) {
  const int64_t unit = flip(random) ? 16 : 1;
  switch (pick(random, 0, 3)) {
    case 0: {
      const int64_t channels = unit * pick(random, 1, 3);
      return {channels, channels, channels};
    }
    case 1: {
      const int64_t groups = pick(random, 2, 3);
      return {groups, groups * unit * pick(random, 1, 2), groups * unit * pick(random, 1, 2)};
    }
    default:
      return {1, unit * pick(random, 1, 3), unit * pick(random, 1, 5)};
  }
}

void choose_window(int64_t spatial_rank, Random& random, ConvProblem& conv, Dims& x, Dims& w,
                   Dims& y) {
  conv.window = Window::plain(static_cast<size_t>(spatial_rank));
  for (size_t i = 0; i < static_cast<size_t>(spatial_rank); ++i) {
    const int64_t kernel = pick(random, 1, 3), dilation = pick(random, 1, 2);
    const int64_t reach = (kernel - 1) * dilation + 1;
    conv.window.strides[i] = pick(random, 1, 2);
    conv.window.dilations[i] = dilation;
    conv.window.pads_begin[i] = pick(random, 0, reach - 1);
    conv.window.pads_end[i] = pick(random, 0, reach - 1);
    const int64_t extent = reach + pick(random, 0, spatial_rank == 3 ? 4 : 12);
    const int64_t room = extent + conv.window.pads_begin[i] + conv.window.pads_end[i];
    x.push_back(extent);
    w.push_back(kernel);
    y.push_back((room - reach) / conv.window.strides[i] + 1);
  }
}

ConvProblem random_conv(Random& random) {
  const DataType types[] = {DataType::kFloat32, DataType::kBFloat16};
  const DataType type = types[pick(random, 0, 1)];
  const auto [groups, inputs, outputs] = random_channels(random);
  const int64_t batch = pick(random, 1, 3);
  ConvProblem conv;
  Dims x = {batch, inputs}, w = {outputs, inputs / groups}, y = {batch, outputs};
  const int64_t ranks[] = {1, 2, 2, 2, 3};
  choose_window(ranks[pick(random, 0, 4)], random, conv, x, w, y);
  conv.group = groups;
  conv.x = describe(type, x, random_layout(inputs, random));
  conv.w = describe(type, w);
  const Layout y_layout = flip(random) && layout_fits(conv.x.layout, tensor::to_shape(y))
                              ? conv.x.layout
                              : random_layout(outputs, random);
  conv.y = describe(flip(random) ? DataType::kFloat32 : type, y, y_layout);
  if (flip(random)) conv.bias = describe(DataType::kFloat32, {outputs});
  if (flip(random)) conv.residual = conv.y;
  conv.activation = {static_cast<ActivationKind>(pick(random, 0, 11)), 0.2, 0.9};
  return conv;
}

double tolerance(const ConvProblem& conv, const std::string& config) {
  if (conv.y.type == DataType::kBFloat16) return 1.0 / 200;
  return config.find("wino") != std::string::npos ? 2e-4 : 2e-5;
}

void expect_right(const ConvProblem& conv, const Tactic& tactic, const std::string& config,
                  const std::vector<tensor::HostTensor>& inputs,
                  const std::vector<double>& expected) {
  const Problem problem = conv.to_problem();
  for (const bool weights_are_constant : {true, false}) {
    if (tactic.source() == TacticSource::kOwn && !weights_are_constant) continue;
    const std::set<size_t> constant =
        weights_are_constant ? std::set<size_t>{1} : std::set<size_t>{};
    const int threads = weights_are_constant ? 1 : 2;
    const auto outputs = testing::run_tactic(tactic, problem, config, inputs, constant, threads);
    ASSERT_TRUE(outputs.ok()) << tactic.name() << " " << config << ": " << problem.to_string()
                              << ": " << outputs.error().message;
    const auto actual = testing::logical_values(conv.y, (*outputs)[0]);
    EXPECT_LT(testing::worst_error(expected, actual), tolerance(conv, config))
        << tactic.name() << " " << config << ": " << problem.to_string();
  }
}

TEST(Conv, EveryTacticAgreesWithTheDefinition) {
  const device::DeviceInfo info = device::make_cpu_device(2)->info();
  Random random(20260712);
  std::map<TacticSource, int> runs;
  for (int i = 0; i < 160; ++i) {
    const ConvProblem conv = random_conv(random);
    const Problem problem = conv.to_problem();
    const auto inputs = testing::random_operands(problem, random);
    const std::vector<double> expected = testing::expected_conv(conv, inputs);
    for (const Tactic* tactic : tactics_of("conv")) {
      if (tactic->source() != TacticSource::kPlain && !tactic->supports(problem, info)) continue;
      ASSERT_TRUE(tactic->supports(problem, info)) << problem.to_string();
      for (const std::string& config : tactic->configs(problem, info)) {
        expect_right(conv, *tactic, config, inputs, expected);
        ++runs[tactic->source()];
      }
    }
  }
  EXPECT_GT(runs[TacticSource::kOneDnn], 100);
  if (info.isa.starts_with("avx")) {
    EXPECT_GT(runs[TacticSource::kOwn], 50);
  }
}

/// 3x3, stride 1, same padding, N symbolic.
ConvProblem square_conv(tensor::Dim batch, int64_t channels, int64_t extent, DataType type,
                        Layout layout) {
  ConvProblem conv;
  conv.x = {type, {batch, channels, extent, extent}, layout};
  conv.w = describe(type, {channels, channels, 3, 3});
  conv.bias = describe(DataType::kFloat32, {channels});
  conv.y = conv.x;
  conv.window = Window::plain(2);
  conv.window.pads_begin = conv.window.pads_end = {1, 1};
  return conv;
}

TEST(Conv, PackedWeightsServeEveryBatch) {
  const auto device = device::make_cpu_device(2);
  const Tactic* tactic = find_tactic("conv.onednn.v1");
  Random random(4);
  for (const Layout layout : {Layout::kChannelsLast, Layout::kChannelsBlocked16}) {
    const ConvProblem conv =
        square_conv(tensor::Dim::symbol("N"), 32, 14, DataType::kFloat32, layout);
    const Problem problem = conv.to_problem();
    std::vector<tensor::HostTensor> constants(4);
    constants[1] = testing::random_operand(conv.w, random);
    for (const std::string& config : tactic->configs(problem, device->info())) {
      const auto prepared = tactic->prepare(problem, config, constants, *device);
      ASSERT_TRUE(prepared.ok()) << prepared.error().message;
      EXPECT_EQ(prepared->blob, tactic->prepare(problem, config, constants, *device)->blob);
      for (const int64_t n : {1, 2, 5}) {
        const Problem bound = *problem.bind({{"N", n}});
        const ConvProblem bound_conv = *ConvProblem::from_problem(bound);
        std::vector<tensor::HostTensor> inputs = testing::random_operands(bound, random);
        inputs[1] = constants[1];
        const auto actual = testing::run_prepared(*tactic, bound, config, *prepared, inputs);
        ASSERT_TRUE(actual.ok()) << config << ": " << actual.error().message;
        EXPECT_LT(testing::worst_error(testing::expected_conv(bound_conv, inputs),
                                       testing::logical_values(bound_conv.y, (*actual)[0])),
                  tolerance(conv, config))
            << config << " with " << n;
      }
    }
  }
}

TEST(Conv, WinogradIsOfferedWhereOneDnnHasIt) {
  const auto device = device::make_cpu_device(1);
  if (!device->info().isa.starts_with("avx512")) GTEST_SKIP() << device->info().isa;
  const ConvProblem conv = square_conv(1, 64, 28, DataType::kFloat32, Layout::kChannelsBlocked16);
  const auto configs = find_tactic("conv.onednn.v1")->configs(conv.to_problem(), device->info());
  EXPECT_TRUE(std::any_of(configs.begin(), configs.end(), [](const std::string& config) {
    return config.find("wino") != std::string::npos;
  }));
}

TEST(Conv, PlainTacticConvolvesOtherTypes) {
  Random random(6);
  for (const DataType type : {DataType::kFloat64, DataType::kFloat16, DataType::kInt32,
                              DataType::kInt64, DataType::kUInt32}) {
    ConvProblem conv = square_conv(2, 7, 6, type, Layout::kRowMajor);
    conv.bias.type = type;
    const auto inputs = testing::random_operands(conv.to_problem(), random);
    const auto outputs = plain_answer(conv.to_problem(), inputs);
    ASSERT_TRUE(outputs.ok()) << outputs.error().message;
    const double error = testing::worst_error(testing::expected_conv(conv, inputs),
                                              testing::logical_values(conv.y, (*outputs)[0]));
    EXPECT_LT(error, type == DataType::kFloat16 ? 1e-3 : 1e-12) << tensor::name_of(type);
  }
}

TEST(Conv, ResultDoesNotDependOnThreads) {
  Random random(8);
  ConvProblem dense = square_conv(2, 20, 15, DataType::kFloat32, Layout::kChannelsLast);
  ConvProblem depthwise = dense;
  depthwise.w.shape[1] = tensor::Dim(1);
  depthwise.group = 20;
  const device::DeviceInfo info = device::make_cpu_device(1)->info();
  for (const ConvProblem& conv : {dense, depthwise}) {
    const Problem problem = conv.to_problem();
    const auto inputs = testing::random_operands(problem, random);
    for (const Tactic* tactic : tactics_of("conv")) {
      const bool is_ours = tactic->device_kind() == device::DeviceKind::kCpu &&
                           tactic->source() != TacticSource::kOneDnn;
      if (!is_ours || !tactic->supports(problem, info)) continue;
      for (const std::string& config : tactic->configs(problem, info)) {
        const auto one = testing::run_tactic(*tactic, problem, config, inputs, {1}, 1);
        const auto many = testing::run_tactic(*tactic, problem, config, inputs, {1}, 5);
        EXPECT_TRUE(tensor::identical((*one)[0], (*many)[0])) << tactic->name() << config;
      }
    }
  }
}

TEST(Conv, OwnTacticsWantConstantWeightsAndTheirOwnBlob) {
  Random random(12);
  const auto device = device::make_cpu_device(1);
  ConvProblem conv = square_conv(1, 16, 6, DataType::kFloat32, Layout::kChannelsLast);
  conv.w.shape[1] = tensor::Dim(1);
  conv.group = 16;
  const Problem depthwise = conv.to_problem();
  const Problem dense =
      square_conv(1, 16, 6, DataType::kFloat32, Layout::kChannelsLast).to_problem();
  for (const auto& [name, problem] :
       {std::pair("conv.own.lines.v2", depthwise), std::pair("conv.own.product.v2", dense)}) {
    const Tactic& tactic = *find_tactic(name);
    if (!tactic.supports(problem, device->info())) continue;
    const std::string config = tactic.configs(problem, device->info()).front();
    std::vector<tensor::HostTensor> constants(4);
    EXPECT_FALSE(tactic.prepare(problem, config, constants, *device).ok());
    constants[1] = testing::random_operand(problem.inputs[1], random);
    const auto prepared = tactic.prepare(problem, config, constants, *device);
    ASSERT_TRUE(prepared.ok());
    EXPECT_TRUE(tactic.open(problem, config, prepared->blob, *device).ok());
    EXPECT_FALSE(tactic.open(problem, "1x1", prepared->blob, *device).ok());
    std::vector<std::byte> damaged = prepared->blob;
    damaged.resize(damaged.size() - 4);
    EXPECT_FALSE(tactic.open(problem, config, damaged, *device).ok());
    damaged = prepared->blob;
    damaged[0] ^= std::byte{1};
    EXPECT_FALSE(tactic.open(problem, config, damaged, *device).ok());
  }
}

TEST(Conv, RefusesWhatDoesNotFit) {
  const ConvProblem good = square_conv(1, 16, 8, DataType::kFloat32, Layout::kRowMajor);
  EXPECT_TRUE(ConvProblem::from_problem(good.to_problem()).ok());
  const auto refused = [&](auto change) {
    ConvProblem bad = good;
    change(bad);
    return !ConvProblem::from_problem(bad.to_problem()).ok();
  };
  EXPECT_TRUE(refused([](ConvProblem& c) { c.group = 3; }));
  EXPECT_TRUE(refused([](ConvProblem& c) { c.group = 0; }));
  EXPECT_TRUE(refused([](ConvProblem& c) { c.window.strides = {1}; }));
  EXPECT_TRUE(refused([](ConvProblem& c) { c.window.strides = {0, 1}; }));
  EXPECT_TRUE(refused([](ConvProblem& c) { c.bias.shape = {tensor::Dim(5)}; }));
  EXPECT_TRUE(refused([](ConvProblem& c) { c.y.shape[2] = 9; }));
  EXPECT_TRUE(refused([](ConvProblem& c) { c.y.shape[1] = 15; }));
  EXPECT_TRUE(refused([](ConvProblem& c) { c.residual = describe(DataType::kFloat32, {16}); }));
  EXPECT_TRUE(refused([](ConvProblem& c) { c.w = {}; }));
}

TEST(Conv, SurvivesItsOwnProblem) {
  Random random(10);
  for (int i = 0; i < 20; ++i) {
    const Problem problem = random_conv(random).to_problem();
    EXPECT_EQ(ConvProblem::from_problem(problem)->to_problem(), problem);
  }
}

}  // namespace
}  // namespace nightjar::kernels
