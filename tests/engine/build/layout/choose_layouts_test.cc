// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/layout/choose_layouts.h"

#include <gtest/gtest.h>

#include "tests/fakes/engine/sample_networks.h"

namespace nightjar::build {
namespace {

using fakes::Sketch;
using network::Network;
using network::Op;
using tensor::Layout;

/// Costs that a test plants: by the op's type and the layout of its output.
class PlantedCosts final : public LayoutCosts {
 public:
  std::map<std::pair<std::string, Layout>, double> by_op;
  double reformat = 0;
  size_t asked = 0;

  Result<double> op_ns(const Network& network, const Op& op) override {
    ++asked;
    const auto found = by_op.find({op.type, network.tensor(op.outputs[0]).desc.layout});
    return found == by_op.end() ? 0 : found->second;
  }
  Result<double> reformat_ns(const tensor::TensorDesc&, Layout) override { return reformat; }
};

/// A pooling and eight convolutions behind it.
Network pooled_chain() {
  Sketch sketch;
  auto x = sketch.input("x", {1, 16, 24, 24});
  tensor::Attributes window;
  window.set("kernel_shape", std::vector<int64_t>{2, 2});
  x = sketch.op("MaxPool", {x}, window);
  for (int i = 0; i < 8; ++i) x = sketch.conv(x, 16, 16, 1);
  sketch.output(x);
  return sketch.network();
}

/// The pooling is faster channels last by 5, each convolution in blocks by 2, and a reformat takes
/// 10: a choice step by step stays channels last, where the first step put it.
TEST(ChooseLayouts, SeesTheWholeNetwork) {
  PlantedCosts costs;
  costs.by_op = {{{"MaxPool", Layout::kChannelsLast}, 10},
                 {{"MaxPool", Layout::kChannelsBlocked16}, 15},
                 {{"Conv", Layout::kChannelsLast}, 10},
                 {{"Conv", Layout::kChannelsBlocked16}, 8}};
  costs.reformat = 10;
  const auto choice = choose_layouts(pooled_chain(), costs);
  ASSERT_TRUE(choice.ok()) << choice.error().message;
  EXPECT_TRUE(choice->is_optimal);
  EXPECT_EQ(choice->layouts.size(), 9u);
  for (const auto& [output, layout] : choice->layouts) {
    EXPECT_EQ(layout, Layout::kChannelsBlocked16) << output;
  }
  EXPECT_EQ(choice->cost_ns, 10 + 15 + 8 * 8 + 10);
  EXPECT_EQ(choice->channels_last_ns, 10 + 10 + 8 * 10 + 10);
  EXPECT_EQ(choice->channels_blocked_ns, choice->cost_ns);
}

TEST(ChooseLayouts, ReformatsWhereThatPays) {
  PlantedCosts costs;
  costs.by_op = {{{"MaxPool", Layout::kChannelsLast}, 10},
                 {{"MaxPool", Layout::kChannelsBlocked16}, 50},
                 {{"Conv", Layout::kChannelsLast}, 10},
                 {{"Conv", Layout::kChannelsBlocked16}, 8}};
  costs.reformat = 10;
  const Network network = pooled_chain();
  const auto choice = choose_layouts(network, costs);
  ASSERT_TRUE(choice.ok()) << choice.error().message;
  EXPECT_EQ(choice->cost_ns, 10 + 10 + 10 + 8 * 8 + 10);
  Network laid_out = network;
  ASSERT_TRUE(assign_layouts(laid_out, choice->layouts).ok());
  size_t reformats = 0;
  for (const network::OpId id : laid_out.topological_order()) {
    reformats += laid_out.op(id).type == "Reformat" ? 1 : 0;
  }
  EXPECT_EQ(reformats, 3u);
}

TEST(ChooseLayouts, OneLayoutThroughoutIsTakenWhereItIsAsGood) {
  PlantedCosts costs;
  costs.by_op = {{{"MaxPool", Layout::kChannelsLast}, 1000},
                 {{"MaxPool", Layout::kChannelsBlocked16}, 1000},
                 {{"Conv", Layout::kChannelsLast}, 1000},
                 {{"Conv", Layout::kChannelsBlocked16}, 990}};
  costs.reformat = 20;
  const auto choice = choose_layouts(pooled_chain(), costs);
  ASSERT_TRUE(choice.ok()) << choice.error().message;
  EXPECT_EQ(choice->layouts.begin()->second, Layout::kChannelsLast);
  EXPECT_EQ(choice->cost_ns, choice->channels_last_ns);
  EXPECT_GT(choice->cost_ns, choice->channels_blocked_ns);
}

TEST(ChooseLayouts, PassesOnWhatCostsCannotTell) {
  class NoCosts final : public LayoutCosts {
   public:
    Result<double> op_ns(const Network&, const Op&) override { return unsupported("no clock"); }
    Result<double> reformat_ns(const tensor::TensorDesc&, Layout) override { return 1.0; }
  } costs;
  const auto choice = choose_layouts(pooled_chain(), costs);
  ASSERT_FALSE(choice.ok());
  EXPECT_EQ(choice.error().message, "no clock");
}

}  // namespace
}  // namespace nightjar::build
