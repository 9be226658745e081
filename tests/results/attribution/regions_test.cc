// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/attribution/regions.h"

#include <gtest/gtest.h>

#include "tests/results/attribution/examples.h"

namespace nightjar::attribution {
namespace {

using namespace examples;
using record::LayerCause;
using record::LayerRow;

/// What became of the one region that is not as it was.
LayerCause cause(const std::vector<LayerRow>& before, const std::vector<LayerRow>& after,
                 bool is_plain_host = false) {
  std::vector<LayerCause> found;
  for (const Region& region : find_regions(before, after)) {
    const LayerCause one = cause_of(region, before, after, is_plain_host);
    if (one != LayerCause::kSlowerTactic) found.push_back(one);
  }
  EXPECT_LE(found.size(), 1u);
  return found.empty() ? LayerCause::kSlowerTactic : found.front();
}

const std::vector<LayerRow> kOld = {row("conv1", {"conv1", "relu1"}), row("conv2", {"conv2"}),
                                    row("fc", {"fc"})};

TEST(Regions, TheSameStepsAreTheSameTactics) {
  EXPECT_EQ(find_regions(kOld, kOld).size(), 3u);
  EXPECT_EQ(cause(kOld, kOld), LayerCause::kSlowerTactic);
}

TEST(Regions, AnotherTacticIsSeen) {
  auto after = kOld;
  after[1].tactic = "conv.plain.v1";
  EXPECT_EQ(cause(kOld, after), LayerCause::kTacticChanged);
  EXPECT_EQ(cause(kOld, after, true), LayerCause::kMovedToHost) << "on a GPU";
  after[1].tactic = "conv.host.v1";
  EXPECT_EQ(cause(kOld, after), LayerCause::kMovedToHost);
}

TEST(Regions, NodesThatAreCutOtherwiseAreAFusion) {
  const std::vector<LayerRow> after = {row("conv1", {"conv1"}), row("relu1", {"relu1"}), kOld[1],
                                       kOld[2]};
  EXPECT_EQ(cause(kOld, after), LayerCause::kFusionChanged);
  EXPECT_EQ(cause(after, kOld), LayerCause::kFusionChanged) << "and the other way round";
  EXPECT_EQ(find_regions(kOld, after).size(), 3u);
}

TEST(Regions, AReformatThatWasNotThere) {
  auto after = kOld;
  after.insert(after.begin() + 1, row("conv2.reformat", {}, "reformat.onednn.v1"));
  EXPECT_EQ(cause(kOld, after), LayerCause::kReformatAdded);
  EXPECT_EQ(cause(after, after), LayerCause::kSlowerTactic) << "one that was is a layer";
}

TEST(Regions, AWiderTypeIsAFallBackAndANarrowerOneIsNot) {
  auto narrow = kOld;
  for (LayerRow& layer : narrow) layer.precision = "bf16";
  auto after = narrow;
  after[1].precision = "fp32";
  after[1].tactic = "conv.plain.v1";
  EXPECT_EQ(cause(narrow, after), LayerCause::kPrecisionFellBack);
  EXPECT_EQ(cause(after, narrow), LayerCause::kTacticChanged);
}

TEST(Regions, ReformatsDoNotGlueTheLayersTheyStandBetween) {
  auto before = kOld;
  before.insert(before.begin() + 1, row("r", {"conv1", "conv2"}, "reformat.onednn.v1"));
  EXPECT_EQ(find_regions(before, before).size(), 4u);
}

}  // namespace
}  // namespace nightjar::attribution
