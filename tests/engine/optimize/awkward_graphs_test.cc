// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Graphs that nobody draws on purpose: extents of zero, constants of too many axes, great length.
#include <gtest/gtest.h>

#include <limits>

#include "tests/engine/optimize/pass_test.h"

namespace nightjar::optimize {
namespace {

using fakes::count_ops;
using network::Network;
using network::TensorId;
using random_graphs::Draft;
using tensor::Dim;
using tensor::HostTensor;

class AwkwardGraphs : public PassTest {
 protected:
  TensorId wide_scalar(float value) {
    return draft_.network().add_constant(draft_.network().unique_name("s"),
                                         HostTensor::of_floats({1, 1, 1}, {value}));
  }
};

TEST_F(AwkwardGraphs, AFactorThatAddsAxesMakesNoGelu) {
  const TensorId x = draft_.input("x", {Dim(5), Dim(8)});
  const TensorId erf = draft_.op("Erf", {draft_.op("Mul", {x, wide_scalar(0.70710678f)})});
  const TensorId sum = draft_.op("Add", {erf, draft_.scalar(1.0f)});
  draft_.output(draft_.op("Mul", {draft_.op("Mul", {x, sum}), draft_.scalar(0.5f)}));
  EXPECT_EQ(count_ops(optimized(), "Gelu"), 0u);
}

TEST_F(AwkwardGraphs, AThreeThatAddsAxesMakesNoHardSwish) {
  const TensorId x = draft_.input("x", {Dim(5), Dim(8)});
  const TensorId clip = draft_.op(
      "Clip", {draft_.op("Add", {x, wide_scalar(3.0f)}), draft_.scalar(0.0f), draft_.scalar(6.0f)});
  draft_.output(draft_.op("Mul", {x, draft_.op("Div", {clip, draft_.scalar(6.0f)})}));
  EXPECT_EQ(count_ops(optimized(), "HardSwish"), 0u);
}

TEST_F(AwkwardGraphs, AConvolutionWithoutFiltersIsNormalised) {
  const TensorId x = draft_.input("x", {Dim(2), Dim(4), Dim(6), Dim(6)});
  draft_.output(draft_.batch_norm(draft_.conv(x, 4, 0, 3), 0));
  optimized();
}

TEST_F(AwkwardGraphs, AProductWithoutColumnsHasFactors) {
  const TensorId x = draft_.input("x", {Dim(5), Dim(8)});
  const TensorId y = draft_.op("MatMul", {x, draft_.weights({8, 0})});
  draft_.output(draft_.op("Mul", {y, draft_.weights({0})}));
  optimized();
}

TEST_F(AwkwardGraphs, InfinityDoesNotGoIntoWeights) {
  const TensorId x = draft_.input("x", {Dim(2), Dim(4), Dim(6), Dim(6)});
  const TensorId infinite = draft_.scalar(std::numeric_limits<float>::infinity());
  draft_.output(draft_.op("Mul", {draft_.conv(x, 4, 4, 1), infinite}));
  Network network = draft_.network();
  ASSERT_TRUE(run_pipeline(network).ok());
  EXPECT_EQ(count_ops(network, "Mul"), 1u);
}

/// A chain of `count` links, each drawn by `link`.
Network chain(int count, TensorId (*link)(Draft&, TensorId)) {
  Draft draft(3);
  TensorId x = draft.input("x", {Dim(5), Dim(8)});
  for (int i = 0; i < count; ++i) x = link(draft, x);
  draft.output(x);
  return draft.network();
}

/// Transposes between curves: each would hand the list of all before it to the next.
TEST_F(AwkwardGraphs, OriginsOfALongChainAreNotCopiedLinkByLink) {
  const auto turned = [](Draft& draft, TensorId x) {
    return draft.op("Tanh", {draft.transpose(x, {1, 0})});
  };
  Network network = chain(1000, turned);
  const auto passes = run_pipeline(network);
  ASSERT_TRUE(passes.ok()) << passes.error().message;
  EXPECT_EQ(network.op_count(), 1000u);  // of an even number of turns nothing is left
  size_t origins = 0;
  for (const network::OpId id : network.topological_order()) {
    origins += network.op(id).origins.size();
  }
  EXPECT_LE(origins, 2000u);
}

}  // namespace
}  // namespace nightjar::optimize
