// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/attribution/attribute.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "tests/results/attribution/examples.h"

namespace nightjar::attribution {
namespace {

using namespace examples;
using record::LayerCause;
using record::LayerRow;

constexpr int kPairs = 8;

/// Twenty layers, the n-th of n times 1 us.
std::vector<LayerRow> plan() {
  std::vector<LayerRow> rows;
  for (int i = 1; i <= 20; ++i) {
    const std::string name = "layer" + std::to_string(i);
    rows.push_back(row(name, {name}, "conv.onednn.v1", 1000.0 * i));
  }
  return rows;
}

/// Processes of a machine with a pace of its own in each, and scatter in each layer.
class Machine {
 public:
  Machine(uint64_t seed, double pace_sd, double layer_sd)
      : random_(seed), pace_(0, pace_sd), layer_(0, layer_sd) {}

  std::vector<Profile> run(const std::vector<LayerRow>& rows, double gap_ns = 0) {
    std::vector<Profile> profiles;
    for (int i = 0; i < kPairs; ++i) {
      Profile profile{rows, 0};
      const double pace = std::exp(pace_(random_));
      for (LayerRow& layer : profile.layers) {
        layer.median_ns *= pace * std::exp(layer_(random_));
        profile.total_ns += layer.median_ns;
      }
      profile.total_ns += gap_ns * pace;
      profiles.push_back(std::move(profile));
    }
    return profiles;
  }

 private:
  std::mt19937_64 random_;
  std::normal_distribution<double> pace_, layer_;
};

TEST(Attribute, TheSlowLayerComesFirstOnABusyMachine) {
  for (uint64_t seed = 0; seed < 50; ++seed) {
    Machine machine(seed, 0.1, 0.01);
    auto slow = plan();
    slow[9].median_ns *= 1.8;
    const auto found = attribute(machine.run(plan()), machine.run(slow));
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found[0].layer, "layer10") << seed;
    EXPECT_EQ(found[0].cause, LayerCause::kSlowerTactic);
    EXPECT_NEAR(found[0].new_ns / found[0].old_ns, 1.8, 0.4);
  }
}

TEST(Attribute, WhereNothingChangedHardlyAnyLayerIsNamed) {
  int named = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    Machine machine(seed, 0.03, 0.01);
    const auto found = attribute(machine.run(plan()), machine.run(plan()));
    named += !found.empty() && !found[0].layer.empty() ? 1 : 0;
  }
  EXPECT_LE(named, 20) << "a rate of 5 %, of 200";
}

TEST(Attribute, WhatNoLayerExplainsIsSaidWithItsShare) {
  Machine machine(1, 0, 0.001);
  auto slow = plan();
  slow[19].median_ns += 10'000;
  const auto found = attribute(machine.run(plan()), machine.run(slow, 2'000));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].layer, "layer20");
  EXPECT_EQ(found[1].cause, LayerCause::kUnattributed);
  EXPECT_NEAR(found[0].share, 10.0 / 12, 0.03);
  EXPECT_NEAR(found[0].share + found[1].share, 1, 1e-9);
}

TEST(Attribute, GapsBetweenLayersAreBlamedWhenTheyGrew) {
  Machine machine(2, 0, 0.001);
  const auto found = attribute(machine.run(plan(), 1'000), machine.run(plan(), 30'000));
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].cause, LayerCause::kLaunchGap);
  EXPECT_NEAR(found[0].share, 1, 0.05);
}

TEST(Attribute, WhatAllLayersHaveInCommonIsNobodys) {
  Machine machine(5, 0.002, 0.001);
  auto slow = plan();
  for (LayerRow& layer : slow) layer.median_ns *= 1.3;
  const auto found = attribute(machine.run(plan()), machine.run(slow));
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found.back().cause, LayerCause::kUnattributed);
  EXPECT_GT(found.back().share, 0.9);
}

TEST(Attribute, TooFewPairsSayNothing) {
  Machine machine(3, 0, 0.001);
  auto slow = plan();
  slow[9].median_ns *= 2;
  auto before = machine.run(plan()), after = machine.run(slow);
  before.resize(2);
  EXPECT_TRUE(attribute(before, after).empty());
  EXPECT_TRUE(attribute({}, after).empty());
}

TEST(Attribute, AProcessWithOtherStepsIsPassedOver) {
  Machine machine(4, 0, 0.001);
  auto slow = plan();
  slow[9].median_ns *= 2;
  auto after = machine.run(slow);
  after[3].layers.pop_back();
  const auto found = attribute(machine.run(plan()), after);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].layer, "layer10");
}

}  // namespace
}  // namespace nightjar::attribution
