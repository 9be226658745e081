// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/history.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace nightjar::report {
namespace {

SeriesHistory example() {
  SeriesHistory history{"resnet50/fp32/b1/single_stream", {"0123456789abcdef", "cpu-x"}, {}};
  for (int64_t run = 1; run <= 3; ++run) {
    record::SeriesPoint point;
    point.run = run;
    point.median_ns = run == 3 ? 1.2e6 : 1e6;
    point.median_low_ns = point.median_ns * 0.99;
    point.median_high_ns = point.median_ns * 1.01;
    point.p99_ns = 1.5e6;
    point.finished_unix_ns = 1'700'000'000'000'000'000;
    history.points.push_back(point);
  }
  history.points[0].label_accuracy = 0.93;
  history.points[2].fault_injected = "conv_1 slowed";
  return history;
}

TEST(HistoryTest, TheHeadlineShowsTheShape) {
  EXPECT_EQ(series_headline(example()),
            "▁▁█ resnet50/fp32/b1/single_stream on cpu-x, 3 runs, 1.00 ms to 1.20 ms");
}

TEST(HistoryTest, RunsGoFromTheNewestBack) {
  const Grid grid = history_grid(example());
  ASSERT_EQ(grid.rows.size(), 3u);
  EXPECT_EQ(grid.rows[0][0].text, "r3");
  EXPECT_EQ(grid.rows[0][2].text, "1.20 ms ±1.0 %");
  EXPECT_EQ(grid.rows[0][4].text, "+20.0 %");
  EXPECT_EQ(grid.rows[0][7].text, "fault: conv_1 slowed");
  EXPECT_EQ(grid.rows[2][4].text, "-");
  EXPECT_EQ(grid.rows[2][5].text, "93.0 %");
}

TEST(HistoryTest, JsonAndFiguresHoldEveryPoint) {
  const auto list = nlohmann::json::parse(print_history_json({example()}));
  EXPECT_EQ(list[0]["points"].size(), 3u);
  EXPECT_EQ(list[0]["points"][2]["median_ns"], 1.2e6);
  EXPECT_TRUE(list[0]["points"][1]["label_accuracy"].is_null());
  const Grid figures = history_figures({example(), example()});
  EXPECT_EQ(figures.rows.size(), 6u);
  EXPECT_EQ(figures.rows[0].size(), figures.columns.size());
}

TEST(HistoryTest, AnEmptySeriesIsNoTrouble) {
  EXPECT_EQ(series_headline({"x", {"f", "d"}, {}}), " x on d, 0 runs");
}

}  // namespace
}  // namespace nightjar::report
