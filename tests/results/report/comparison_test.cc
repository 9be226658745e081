// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/comparison.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/results/report/examples.h"

namespace nightjar::report {
namespace {

using enum scenarios::Precision;

/// resnet50 more than thrice as slow, gpt2 only before, unet only after, bert failed after.
Comparison example() {
  std::vector<record::Measurement> before = {examples::measurement(1, "resnet50", 1e6, kFp32),
                                             examples::measurement(2, "gpt2", 1e6, kFp32),
                                             examples::measurement(3, "bert_base", 1e6, kFp32)};
  std::vector<record::Measurement> after = {examples::measurement(4, "resnet50", 3.2e6, kFp32),
                                            examples::measurement(5, "unet", 1e6, kFp32),
                                            examples::measurement(6, "bert_base", 1e6, kFp32)};
  after[2].result = {};
  after[2].result.outcome = record::Outcome::kFailed;
  for (auto& measurement : before) measurement.run = 1;
  for (auto& measurement : after) measurement.run = 2;
  record::Run first, second;
  first.sequence = 1;
  second.sequence = 2;
  return compare_runs(first, before, second, after);
}

TEST(ComparisonTest, PairsSeriesAndJudgesThem) {
  const Comparison comparison = example();
  ASSERT_EQ(comparison.rows.size(), 4u);
  ASSERT_TRUE(comparison.rows[0].verdict.has_value());
  EXPECT_EQ(comparison.rows[0].verdict->kind, record::VerdictKind::kRegressed);
  EXPECT_EQ(comparison.rows[0].verdict->baseline_run, 1);
  EXPECT_TRUE(has_regressed(comparison));
}

TEST(ComparisonTest, WhatIsInOneRunOnlyIsListedAndNotJudged) {
  const Comparison comparison = example();
  EXPECT_FALSE(comparison.rows[1].before.has_value());
  EXPECT_FALSE(comparison.rows[1].verdict.has_value());
  EXPECT_FALSE(comparison.rows[3].after.has_value());
  EXPECT_EQ(comparison.rows[3].scenario, "gpt2/fp32/b1/single_stream");
}

TEST(ComparisonTest, AFailedJobIsPairedByItsScenario) {
  const ComparedRow row = example().rows[2];
  ASSERT_TRUE(row.before && row.after);
  EXPECT_FALSE(row.verdict.has_value());
}

TEST(ComparisonTest, AFaultInTheOldRunIsComparedWithAllTheSame) {
  auto before = examples::measurement(1, "resnet50", 1e6, kFp32);
  before.result.environment.fault_injected = "slowed";
  const Comparison comparison =
      compare_runs({}, {before}, {}, {examples::measurement(2, "resnet50", 1e6, kFp32)});
  EXPECT_EQ(comparison.rows[0].verdict->kind, record::VerdictKind::kOk);
}

TEST(ComparisonTest, LoadsStandBesideEachOther) {
  auto before = examples::measurement(1, "resnet50", 1e6, kFp32);
  auto after = examples::measurement(2, "resnet50", 1e6, kFp32);
  after.result.load = record::LoadFigures{4, 700, 0.99, 2e6, 1.9e6, 2.2e6, 2.3e6, 412, 430, 3e6, 9};
  const Comparison comparison = compare_runs({}, {before}, {}, {after});
  const Grid grid = comparison_grid(comparison);
  ASSERT_EQ(grid.columns.size(), 8u);
  EXPECT_EQ(grid.rows[0][6].text, "-");
  EXPECT_EQ(grid.rows[0][7].text,
            "412/s within 3.00 ms, p99 2.00 ms [1.90 ms, 2.20 ms], surely ≤ 2.30 ms");
  const auto json = nlohmann::json::parse(print_comparison_json(comparison));
  EXPECT_EQ(json["rows"][0]["after"]["load"]["queries"], 700);
  EXPECT_TRUE(json["rows"][0]["before"]["load"].is_null());
}

TEST(ComparisonTest, PrintsBothSides) {
  const Grid grid = comparison_grid(example());
  EXPECT_EQ(grid.columns[1].title, "r1");
  EXPECT_EQ(grid.rows[0][3].text, "+220.0 %");
  EXPECT_EQ(grid.rows[2][2].text, "failed");
  EXPECT_EQ(grid.rows[1][1].text, "-");
  const auto object = nlohmann::json::parse(print_comparison_json(example()));
  EXPECT_EQ(object["rows"][0]["verdict"], "regressed");
  EXPECT_TRUE(object["rows"][1]["before"].is_null());
}

}  // namespace
}  // namespace nightjar::report
