// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/accuracy.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/results/verdict/examples.h"

namespace nightjar::verdict {
namespace {

record::Accuracy accuracy(double label_accuracy) {
  record::Accuracy a;
  a.cosine = 0.999;
  a.label_accuracy = label_accuracy;
  a.label_count = 500;
  return a;
}

Baseline earlier() { return choose_baseline(examples::points({1e6, 1e6})); }  // 0.93 on labels

TEST(AccuracyTest, NothingMeasuredNothingJudged) {
  EXPECT_EQ(judge_accuracy(std::nullopt, {}, earlier()).relevance, Relevance::kNone);
}

TEST(AccuracyTest, ABrokenLimitIsWorseEvenWithoutABaseline) {
  scenarios::Limits limits;
  limits.min_cosine = 0.9995;
  const auto judgement = judge_accuracy(accuracy(0.93), limits, {});
  EXPECT_EQ(judgement.relevance, Relevance::kWorse);
  EXPECT_EQ(judgement.sentence, "cosine 0.999 is below the suite's limit 0.9995");
  limits.min_cosine = 0.999;
  EXPECT_EQ(judge_accuracy(accuracy(0.93), limits, {}).relevance, Relevance::kNone);
}

TEST(AccuracyTest, EveryLimitIsLookedAt) {
  scenarios::Limits relative, top1, label;
  relative.max_relative_error = 0.1;
  top1.min_top1_agreement = 0.99;
  label.min_label_accuracy = 0.95;
  record::Accuracy worse = accuracy(0.93);
  worse.max_relative_error = 0.2;
  worse.top1_agreement = 0.98;
  EXPECT_EQ(judge_accuracy(worse, relative, {}).relevance, Relevance::kWorse);
  EXPECT_EQ(judge_accuracy(worse, top1, {}).relevance, Relevance::kWorse);
  EXPECT_EQ(judge_accuracy(worse, label, {}).relevance, Relevance::kWorse);
  worse.label_count = 0;
  EXPECT_EQ(judge_accuracy(worse, label, {}).relevance, Relevance::kNone);
}

TEST(AccuracyTest, NotANumberBreaksALimit) {
  scenarios::Limits limits;
  limits.min_cosine = 0.5;
  record::Accuracy broken = accuracy(0.93);
  broken.cosine = std::nan("");
  EXPECT_EQ(judge_accuracy(broken, limits, {}).relevance, Relevance::kWorse);
}

TEST(AccuracyTest, ADropOfLabelAccuracyIsWorse) {
  const auto judgement = judge_accuracy(accuracy(0.90), {}, earlier());
  EXPECT_EQ(judgement.relevance, Relevance::kWorse);
  EXPECT_EQ(judgement.sentence, "label accuracy is 90.0 % against 93.0 % before, on 500 items");
  EXPECT_EQ(judge_accuracy(accuracy(0.96), {}, earlier()).relevance, Relevance::kBetter);
  EXPECT_EQ(judge_accuracy(accuracy(0.928), {}, earlier()).relevance, Relevance::kNone);
}

TEST(AccuracyTest, OneItemIsNotEnough) {
  record::Accuracy few = accuracy(0.92);
  few.label_count = 100;  // 0.01 is one item
  EXPECT_EQ(judge_accuracy(few, {}, earlier()).relevance, Relevance::kNone);
  few.label_accuracy = 0.91;
  EXPECT_EQ(judge_accuracy(few, {}, earlier()).relevance, Relevance::kWorse);
}

}  // namespace
}  // namespace nightjar::verdict
