// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/layers.h"

#include <gtest/gtest.h>

#include "tests/results/verdict/examples.h"

namespace nightjar::verdict {
namespace {

using examples::layers;

TEST(LayersTest, OneSlowerLayerIsNamedWithItsShare) {
  auto after = layers(1e6);
  after[3].median_ns += 2e5;
  const LayerComparison comparison = compare_layers(layers(1e6), after, 0.2);
  EXPECT_EQ(comparison.evidence, LayerEvidence::kSupports);
  EXPECT_NEAR(comparison.pace, 0, 1e-12);
  EXPECT_NEAR(comparison.singled, 0.2, 1e-9);
  ASSERT_EQ(comparison.layers.size(), 1u);
  EXPECT_EQ(comparison.layers[0].layer, "layer_3");
  EXPECT_NEAR(comparison.layers[0].share, 1, 1e-9);
  EXPECT_NEAR(comparison.layers[0].old_ns, 8e4, 1e-6);
  EXPECT_NEAR(comparison.layers[0].new_ns, 2.8e5, 1e-6);
}

TEST(LayersTest, ASlowLayerIsFoundOnASlowerMachine) {
  auto after = layers(1.1e6);
  after[0].median_ns += 2.2e5;
  const LayerComparison comparison = compare_layers(layers(1e6), after, 0.32);
  EXPECT_EQ(comparison.evidence, LayerEvidence::kSupports);
  EXPECT_NEAR(comparison.pace, 0.1, 1e-9);
  EXPECT_NEAR(comparison.singled, 0.2, 1e-9);
  EXPECT_EQ(comparison.layers[0].layer, "layer_0");
}

/// 40 layers that a busy machine slowed by a tenth to nine tenths; one of them did far more.
TEST(LayersTest, ASlowLayerIsFoundAmongLayersThatScatter) {
  std::vector<record::LayerRow> before, after;
  double before_ns = 0, after_ns = 0;
  for (int64_t i = 0; i < 40; ++i) {
    before.push_back(record::examples::layer(i, "l" + std::to_string(i), 2.5e4, 0.025));
    after.push_back(before.back());
    after.back().median_ns *= 1.1 + 0.8 * static_cast<double>((i * 17) % 40) / 40;
    before_ns += before.back().median_ns;
    after_ns += after.back().median_ns;
  }
  const LayerComparison calm = compare_layers(before, after, after_ns / before_ns - 1);
  EXPECT_EQ(calm.evidence, LayerEvidence::kAlike);
  after[7].median_ns += 3e5;
  const LayerComparison slowed = compare_layers(before, after, 0.3);
  EXPECT_EQ(slowed.evidence, LayerEvidence::kSupports);
  ASSERT_FALSE(slowed.layers.empty());
  EXPECT_EQ(slowed.layers[0].layer, "l7");
}

TEST(LayersTest, AllSlowerAlikeNamesNobody) {
  const LayerComparison comparison = compare_layers(layers(1e6), layers(1.2e6), 0.2);
  EXPECT_EQ(comparison.evidence, LayerEvidence::kAlike);
  EXPECT_NEAR(comparison.pace, 0.2, 1e-9);
  EXPECT_TRUE(comparison.layers.empty());
}

TEST(LayersTest, TwoSlowerLayersAreBothNamedLargestFirst) {
  auto after = layers(1e6);
  after[5].median_ns += 0.6e5;
  after[7].median_ns += 1.2e5;
  const LayerComparison comparison = compare_layers(layers(1e6), after, 0.18);
  ASSERT_EQ(comparison.layers.size(), 2u);
  EXPECT_EQ(comparison.layers[0].layer, "layer_7");
  EXPECT_NEAR(comparison.layers[1].share, 1.0 / 3, 1e-9);
}

TEST(LayersTest, AFasterLayerExplainsAnImprovement) {
  auto after = layers(1e6);
  after[0].median_ns *= 0.5;
  const LayerComparison comparison = compare_layers(layers(1e6), after, -0.14);
  EXPECT_EQ(comparison.evidence, LayerEvidence::kSupports);
  ASSERT_EQ(comparison.layers.size(), 1u);
  EXPECT_EQ(comparison.layers[0].layer, "layer_0");
  EXPECT_GT(comparison.layers[0].share, 0.99);
}

TEST(LayersTest, AnAddedLayerIsNamed) {
  auto after = layers(1e6);
  after.push_back(record::examples::layer(10, "reformat_4", 1.5e5, 0.13));
  const LayerComparison comparison = compare_layers(layers(1e6), after, 0.15);
  EXPECT_EQ(comparison.evidence, LayerEvidence::kSupports);
  EXPECT_EQ(comparison.layers[0].layer, "reformat_4");
  EXPECT_EQ(comparison.layers[0].old_ns, 0);
}

TEST(LayersTest, LayersOfOneNameArePairedInOrder) {
  auto before = layers(1e6), after = layers(1e6);
  before[2].name = before[3].name = after[2].name = after[3].name = "twin";
  after[3].median_ns += 2e5;
  const LayerComparison comparison = compare_layers(before, after, 0.2);
  ASSERT_EQ(comparison.layers.size(), 1u);
  EXPECT_NEAR(comparison.layers[0].new_ns, 2.8e5, 1e-6);
}

TEST(LayersTest, ALayerThatSlowedDoesNotSupportAFasterWhole) {
  auto after = layers(1e6);
  after[0].median_ns += 2e5;
  EXPECT_EQ(compare_layers(layers(1e6), after, -0.2).evidence, LayerEvidence::kAlike);
}

TEST(LayersTest, AProfileThatShowsFarMoreThanTheWholeIsNoSupport) {
  auto after = layers(1e6);
  after[3].median_ns += 5e5;
  EXPECT_EQ(compare_layers(layers(1e6), after, 0.3).evidence, LayerEvidence::kSupports);
  EXPECT_EQ(compare_layers(layers(1e6), after, 0.2).evidence, LayerEvidence::kAlike);
}

TEST(LayersTest, TooFewCommonLayersSayNothing) {
  const auto two = std::vector<record::LayerRow>{record::examples::layer(0, "a", 1, 0.5),
                                                 record::examples::layer(1, "b", 1, 0.5)};
  EXPECT_EQ(compare_layers(two, two, 0.2).evidence, LayerEvidence::kNone);
  EXPECT_EQ(compare_layers({}, layers(1e6), 0.2).evidence, LayerEvidence::kNone);
  auto renamed = layers(1e6);
  for (auto& row : renamed) row.name += "_v2";
  EXPECT_EQ(compare_layers(layers(1e6), renamed, 0.2).evidence, LayerEvidence::kNone);
}

}  // namespace
}  // namespace nightjar::verdict
