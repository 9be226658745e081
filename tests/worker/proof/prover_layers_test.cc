// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How long pairs go on for the sake of the layers: ten of them, of which one is slower.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "worker/proof/prover.h"

namespace nightjar::worker::proof {
namespace {

using record::ProofArm;

constexpr double kBaselineNs = 1e6;

record::JobResult run(ProofArm arm, size_t number, double scatter) {
  record::JobResult result;
  result.latency.count = 50;
  const bool is_new = arm == ProofArm::kNew;
  result.latency.median_ns = kBaselineNs * (is_new ? 1.2 : 1);
  result.plan_digest = is_new ? "0b" : "0a";
  std::mt19937_64 random(1000 + number);
  std::normal_distribution<double> normal(0, scatter);
  for (int i = 0; i < 10; ++i) {
    record::LayerRow row;
    row.name = "l" + std::to_string(i);
    row.nodes = {row.name};
    row.tactic = "conv.plain.v1";
    row.median_ns = kBaselineNs / 10 * (is_new && i == 2 ? 3 : 1) * std::exp(normal(random));
    result.layers.push_back(std::move(row));
  }
  return result;
}

record::Proof prove(double scatter) {
  record::ProofOrder order;
  order.old_sides = {{"aa", "0a", "1a"}};
  order.new_side = {"bb", "0b", "1b"};
  order.baseline_ns = kBaselineNs;
  order.budget_ns = 60'000'000'000;
  Stock stock;
  stock.old_side = order.old_sides.front();
  stock.has_new_plan = true;
  stock.has_fault = true;
  Prover prover(order, stock);
  for (size_t number = 0; const auto trial = prover.next(0); ++number) {
    prover.take(run(trial->arm, number, scatter));
  }
  return prover.proof(0);
}

TEST(ProverLayers, PairsGoOnUntilALayerIsNamed) {
  const record::Proof calm = prove(0.01);
  ASSERT_FALSE(calm.layers.empty());
  EXPECT_EQ(calm.layers.front().layer, "l2");
  const record::Proof wild = prove(0.2);
  EXPECT_EQ(wild.outcome, record::ProofOutcome::kConfirmed);
  EXPECT_EQ(wild.comparisons.front().finding, "differs");
  EXPECT_GT(wild.comparisons.front().pairs, calm.comparisons.front().pairs);
  EXPECT_LE(wild.comparisons.front().pairs, 16);
  ASSERT_FALSE(wild.layers.empty());
  EXPECT_EQ(wild.layers.front().layer, "l2");
}

}  // namespace
}  // namespace nightjar::worker::proof
