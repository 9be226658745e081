// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/run_report.h"

#include <gtest/gtest.h>

#include "results/report/findings.h"
#include "results/report/measured.h"
#include "tests/results/report/examples.h"

namespace nightjar::report {
namespace {

TEST(RunReportTest, SumsUp) {
  const RunReport report = examples::run_report();
  EXPECT_TRUE(has_regressed(report));
  EXPECT_TRUE(has_unmeasured(report));
  EXPECT_EQ(totals_line(report), "1 ok, 1 regressed, 1 failed; 1 left out");
  EXPECT_EQ(headline(report), "r3 · smoke · 3 scenarios · 2023-11-14 22:14 UTC");
}

TEST(RunReportTest, AnUnjudgedRunSaysSo) {
  RunReport report = examples::run_report();
  report.verdicts.clear();
  EXPECT_FALSE(has_regressed(report));
  EXPECT_TRUE(has_unmeasured(report));
  EXPECT_EQ(totals_line(report), "1 failed, 2 measured, not judged; 1 left out");
}

TEST(RunReportTest, AFaultIsAnnouncedFromResultsAndFromTheRequest) {
  RunReport report = examples::run_report();
  EXPECT_EQ(fault_notice(report), "");
  report.run.fault = {"resnet50", 0.2, ""};
  EXPECT_EQ(fault_notice(report),
            "A FAULT WAS PUT IN ON PURPOSE: resnet50 to be slowed by 20.0 % (no result carries "
            "it)");
  report.measurements[0].result.environment.fault_injected = "conv_1 slowed by 20 %";
  EXPECT_EQ(fault_notice(report), "A FAULT WAS PUT IN ON PURPOSE: conv_1 slowed by 20 %");
}

TEST(FindingsTest, WorstComesFirstAndOkIsNotOne) {
  const auto list = findings(examples::run_report());
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0].kind, record::VerdictKind::kRegressed);
  EXPECT_EQ(list[1].sentence, "failed: node up_3 needs operator Resize");
}

TEST(FindingsTest, AFailureWithoutAVerdictIsOne) {
  RunReport report = examples::run_report();
  report.verdicts.clear();
  const auto list = findings(report);
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].sentence, "node up_3 needs operator Resize");
}

TEST(MeasuredTest, ARowHoldsFiguresInHumanUnits) {
  const Grid grid = measured_grid(examples::run_report());
  ASSERT_EQ(grid.rows.size(), 3u);
  std::vector<std::string> texts;
  for (const Cell& cell : grid.rows[0]) texts.push_back(cell.text);
  EXPECT_EQ(texts, (std::vector<std::string>{"resnet50/fp32/b1/single_stream", "1.20 ms ±0.2 %",
                                             "1.44 ms", "833/s", "93.0 % cos 0.99990",
                                             "+20.3 % vs r2", "▲ regressed"}));
  EXPECT_EQ(grid.rows[0].back().tone, Tone::kBad);
  EXPECT_EQ(grid.rows[2][1].text, "-");
}

TEST(MeasuredTest, SeveralDeviceClassesGetAColumn) {
  RunReport report = examples::run_report();
  EXPECT_EQ(measured_grid(report).columns.size(), 7u);
  report.measurements[1].result.environment.device_class = "cpu-other";
  const Grid grid = measured_grid(report);
  EXPECT_EQ(grid.columns.size(), 8u);
  EXPECT_EQ(grid.rows[1][1].text, "cpu-other");
  EXPECT_EQ(environment_grid(report).rows.size(), 2u);
}

TEST(MeasuredTest, ABuildShowsItsPlan) {
  record::JobResult result = record::examples::result(1e9);
  result.build = record::BuildFigures{1e9, 2.5e8, 3 << 20, 0};
  EXPECT_EQ(accuracy_text(result), "plan 3.00 MiB, rebuild 250 ms");
}

}  // namespace
}  // namespace nightjar::report
