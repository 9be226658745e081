// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/relevance.h"

#include <gtest/gtest.h>

namespace nightjar::verdict {
namespace {

TEST(RelevanceTest, TheThresholdItselfCounts) {
  EXPECT_EQ(judge_relevance(0.05, 0.05), Relevance::kWorse);
  EXPECT_EQ(judge_relevance(0.0499, 0.05), Relevance::kNone);
  EXPECT_EQ(judge_relevance(0, 0.05), Relevance::kNone);
}

TEST(RelevanceTest, AChangeAndItsReversalGetTheSameAnswer) {
  EXPECT_EQ(judge_relevance(0.25, 0.25), Relevance::kWorse);
  EXPECT_EQ(judge_relevance(-0.2, 0.25), Relevance::kBetter);
  EXPECT_EQ(judge_relevance(-0.19, 0.25), Relevance::kNone);
}

}  // namespace
}  // namespace nightjar::verdict
