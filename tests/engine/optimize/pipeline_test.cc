// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/optimize/pipeline.h"

#include <gtest/gtest.h>

#include "tests/fakes/engine/on_one_core.h"
#include "tests/fakes/engine/sample_networks.h"

namespace nightjar::optimize {
namespace {

using fakes::count_ops;
using fakes::expect_same_answers;
using fakes::Sketch;

/// Optimises a copy, checks that it means the same, and returns it.
network::Network optimized(const network::Network& network, uint64_t seed = 11) {
  network::Network copy = network;
  const auto passes = run_pipeline(copy);
  EXPECT_TRUE(passes.ok()) << passes.error().message;
  expect_same_answers(network, copy, seed);
  return copy;
}

TEST(Pipeline, AResidualBlockBecomesTwoConvolutions) {
  Sketch sketch;
  const auto x = sketch.input("x", {tensor::Dim::symbol("N"), 8, 5, 5});
  auto y = sketch.op("Relu", {sketch.batch_norm(sketch.conv(x, 8, 8, 3), 8)});
  y = sketch.batch_norm(sketch.conv(y, 8, 8, 3), 8);
  sketch.output(sketch.op("Relu", {sketch.op("Add", {y, x})}));
  const auto network = optimized(sketch.network());
  EXPECT_EQ(network.op_count(), 2u);
  EXPECT_EQ(count_ops(network, "FusedConv"), 2u);
}

TEST(Pipeline, FusedOpsKeepTheNodesTheyCameFrom) {
  Sketch sketch;
  const auto x = sketch.input("x", {1, 4, 5, 5});
  const auto conv = sketch.conv(x, 4, 4, 3);
  const auto norm = sketch.batch_norm(conv, 4);
  const auto relu = sketch.op("Relu", {norm});
  sketch.output(relu);
  std::vector<std::string> names;
  for (const auto tensor : {conv, norm, relu}) {
    names.push_back(sketch.network().op(sketch.network().tensor(tensor).producer).name);
  }
  const auto network = optimized(sketch.network());
  ASSERT_EQ(network.op_count(), 1u);
  EXPECT_EQ(network.op(network.topological_order().front()).origins, names);
}

TEST(Pipeline, AnMlpBecomesTwoMatrixProducts) {
  Sketch sketch;
  const auto x = sketch.input("x", {tensor::Dim::symbol("N"), 7, 16});
  auto y =
      sketch.op("Add", {sketch.op("MatMul", {x, sketch.weights({16, 32})}), sketch.weights({32})});
  const auto erf = sketch.op("Erf", {sketch.op("Div", {y, sketch.scalar(1.41421356f)})});
  const auto sum = sketch.op("Add", {erf, sketch.scalar(1.0f)});
  y = sketch.op("Mul", {sketch.op("Mul", {y, sum}), sketch.scalar(0.5f)});
  y = sketch.op("Add", {sketch.op("MatMul", {y, sketch.weights({32, 16})}), sketch.weights({16})});
  sketch.output(sketch.op("Add", {x, y}));
  const auto network = optimized(sketch.network());
  EXPECT_EQ(network.op_count(), 2u);
  EXPECT_EQ(count_ops(network, "FusedGemm"), 2u);
}

TEST(Pipeline, AttentionScoresTakeTransposeAndScaleAlong) {
  Sketch sketch;
  const auto q = sketch.input("q", {tensor::Dim::symbol("N"), 2, 5, 8});
  const auto k = sketch.input("k", {tensor::Dim::symbol("N"), 2, 5, 8});
  tensor::Attributes swap;
  swap.set("perm", std::vector<int64_t>{0, 1, 3, 2});
  const auto scores = sketch.op("MatMul", {q, sketch.op("Transpose", {k}, swap)});
  sketch.output(sketch.op("Div", {scores, sketch.scalar(2.8284f)}));
  EXPECT_EQ(optimized(sketch.network()).op_count(), 1u);
}

TEST(Pipeline, ASiluAfterAConvolutionIsItsEpilogue) {
  Sketch sketch;
  const auto x = sketch.input("x", {2, 4, 6, 6});
  const auto y = sketch.conv(x, 4, 8, 1, true);
  sketch.output(sketch.op("Mul", {y, sketch.op("Sigmoid", {y})}));
  EXPECT_EQ(optimized(sketch.network()).op_count(), 1u);
}

TEST(Pipeline, TwoTransposesThatUndoEachOtherVanish) {
  Sketch sketch;
  const auto x = sketch.input("x", {2, 3, 4, 5});
  tensor::Attributes there, back;
  there.set("perm", std::vector<int64_t>{0, 2, 3, 1});
  back.set("perm", std::vector<int64_t>{0, 3, 1, 2});
  const auto y = sketch.op("Transpose", {sketch.op("Transpose", {x}, there)}, back);
  sketch.output(sketch.op("Relu", {y}));
  EXPECT_EQ(optimized(sketch.network()).op_count(), 1u);
}

TEST(Pipeline, ShapeArithmeticOverASymbolicBatchVanishes) {
  Sketch sketch;
  const auto x = sketch.input("x", {tensor::Dim::symbol("N"), 4, 3});
  const auto shape = sketch.op("Shape", {x});
  tensor::Attributes first_axis;
  first_axis.set("axis", int64_t{0});
  const auto batch = sketch.op("Gather", {shape, sketch.integers({0})}, first_axis);
  const auto target = sketch.op("Concat", {batch, sketch.integers({-1})}, first_axis);
  sketch.output(sketch.op("Relu", {sketch.op("Reshape", {x, target})}));
  const auto network = optimized(sketch.network());
  EXPECT_EQ(count_ops(network, "Relu"), 1u);
  EXPECT_EQ(tensor::to_string(network.tensor(network.outputs()[0]).desc.shape), "Nx12");
}

TEST(Pipeline, WhatOthersReadIsNotFusedAway) {
  Sketch sketch;
  const auto x = sketch.input("x", {1, 4, 5, 5});
  const auto conv = sketch.conv(x, 4, 4, 3);
  sketch.output(conv);
  sketch.output(sketch.op("Relu", {conv}));
  EXPECT_EQ(optimized(sketch.network()).op_count(), 2u);
}

TEST(Pipeline, RandomNetworksKeepTheirMeaning) {
  const fakes::OnOneCore on_one_core;
  for (uint64_t seed = 1; seed <= 200; ++seed) optimized(fakes::random_network(seed), seed);
}

}  // namespace
}  // namespace nightjar::optimize
