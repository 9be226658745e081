// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/precision.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/results/report/examples.h"

namespace nightjar::report {
namespace {

using enum scenarios::Precision;

std::vector<record::Measurement> both_modes() {
  auto fp32 = examples::measurement(1, "resnet50", 2e6, kFp32);
  auto bf16 = examples::measurement(2, "resnet50", 1e6, kBf16);
  bf16.result.accuracy->cosine = 0.999;
  bf16.result.accuracy->label_accuracy = 0.925;
  bf16.result.accuracy->top1_agreement = 0.99;
  return {fp32, bf16, examples::measurement(3, "gpt2", 5e6, kBf16)};
}

TEST(PrecisionTest, ModelsGoDownAndPrecisionsAcross) {
  const auto tables = pivot_precisions(both_modes());
  ASSERT_EQ(tables.size(), 1u);
  EXPECT_EQ(tables[0].precisions, (std::vector{kFp32, kBf16}));
  ASSERT_EQ(tables[0].rows.size(), 2u);
  EXPECT_EQ(tables[0].rows[0].name, "resnet50/b1/single_stream");
  const PrecisionCell& cell = tables[0].rows[0].cells.at(kBf16);
  EXPECT_DOUBLE_EQ(*cell.speed_up, 2);
  EXPECT_NEAR(*cell.cosine_loss, 0.001, 1e-12);
  EXPECT_NEAR(*cell.label_loss, 0.005, 1e-12);
  EXPECT_DOUBLE_EQ(*cell.top1_agreement, 0.99);
}

TEST(PrecisionTest, WithoutFp32ThereIsNoSpeedUp) {
  const auto tables = pivot_precisions(both_modes());
  const PrecisionCell& lonely = tables[0].rows[1].cells.at(kBf16);
  EXPECT_FALSE(lonely.speed_up.has_value());
  EXPECT_FALSE(lonely.label_loss.has_value());
}

TEST(PrecisionTest, TheGridReadsWell) {
  const Grid grid = precision_grid(pivot_precisions(both_modes())[0]);
  std::vector<std::string> titles, first;
  for (const Column& column : grid.columns) titles.push_back(column.title);
  for (const Cell& cell : grid.rows[0]) first.push_back(cell.text);
  EXPECT_EQ(titles, (std::vector<std::string>{"scenario", "fp32", "bf16", "speed-up",
                                              "bf16 accuracy loss"}));
  EXPECT_EQ(first,
            (std::vector<std::string>{"resnet50/b1/single_stream", "2.00 ms", "1.00 ms", "2.00×",
                                      "labels -0.5 pp, 1-cos 1.0e-03, top-1 99.0 %"}));
}

TEST(PrecisionTest, DeviceClassesAndFailuresStayApart) {
  auto measurements = both_modes();
  measurements[1].result.environment.device_class = "cpu-other";
  measurements[2].result.outcome = record::Outcome::kFailed;
  const auto tables = pivot_precisions(measurements);
  ASSERT_EQ(tables.size(), 2u);
  EXPECT_EQ(tables[0].rows.size(), 1u);
  EXPECT_FALSE(tables[1].rows[0].cells.at(kBf16).speed_up.has_value());
}

TEST(PrecisionTest, JsonHoldsTheSame) {
  const auto list = nlohmann::json::parse(print_precisions_json(pivot_precisions(both_modes())));
  EXPECT_EQ(list[0]["rows"][0]["precisions"]["bf16"]["speed_up"], 2.0);
  EXPECT_TRUE(list[0]["rows"][1]["precisions"]["bf16"]["speed_up"].is_null());
}

}  // namespace
}  // namespace nightjar::report
