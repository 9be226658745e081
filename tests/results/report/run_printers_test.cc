// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/run_printers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "results/report/text_width.h"
#include "tests/results/report/examples.h"

namespace nightjar::report {
namespace {

void expect_all(const std::string& text, const std::vector<std::string>& parts) {
  for (const std::string& part : parts) {
    EXPECT_NE(text.find(part), std::string::npos) << "missing: " << part << "\nin:\n" << text;
  }
}

TEST(RunTerminalTest, TellsTheWholeStory) {
  RunReport report = examples::run_report();
  report.run.fault = {"resnet50", 0.2, ""};
  const std::string text = print_run_terminal(report);
  expect_all(text, {"r3 · smoke", "!! A FAULT WAS PUT IN ON PURPOSE", "1.20 ms ±0.2 %",
                    "▲ regressed  resnet50/fp32", "would change this: a repeat below 1.08 ms",
                    "✗ failed", "needs operator Resize", "Left out", "a CPU has no fp8",
                    "Example CPU 9000", "onednn 2.7.3", "1 ok, 1 regressed, 1 failed; 1 left out"});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(RunTerminalTest, LongSentencesAreWrapped) {
  RunReport report = examples::run_report();
  std::string sentence;
  for (int i = 0; i < 60; ++i) sentence += "word" + std::to_string(i) + " ";
  report.verdicts[0].sentence = sentence;
  std::istringstream lines(print_run_terminal(report));
  size_t wrapped = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("    word") != 0) continue;
    EXPECT_LE(text_width(line), 96u);
    ++wrapped;
  }
  EXPECT_GE(wrapped, 4u);
}

TEST(RunMarkdownTest, TellsTheWholeStory) {
  const std::string text = print_run_markdown(examples::run_report());
  expect_all(text, {"# r3 · smoke", "| scenario | median |", "**▲ regressed**", "## Findings",
                    "## Left out", "- resnet50/fp8/b1/single\\_stream: a CPU has no fp8",
                    "## Environment"});
}

TEST(RunJsonTest, HasAllFigures) {
  const auto object = nlohmann::json::parse(print_run_json(examples::run_report()));
  EXPECT_EQ(object["run"], "r3");
  EXPECT_EQ(object["totals"]["regressed"], 1);
  ASSERT_EQ(object["measurements"].size(), 3u);
  const auto& first = object["measurements"][0];
  EXPECT_EQ(first["latency"]["median_ns"], 1.2e6);
  EXPECT_EQ(first["verdict"]["kind"], "regressed");
  EXPECT_EQ(first["verdict"]["baseline_run"], "r2");
  EXPECT_EQ(first["verdict"]["layers"][0]["layer"], "conv_1");
  EXPECT_EQ(first["environment"]["isa"], "avx512_bf16");
  EXPECT_EQ(first["layers"].size(), 2u);
  EXPECT_TRUE(object["measurements"][2]["accuracy"].is_null());
  EXPECT_EQ(object["left_out"][0]["reason"], "a CPU has no fp8");
}

TEST(RunCsvTest, EveryRowHasEveryColumn) {
  std::istringstream lines(print_run_csv(examples::run_report()));
  std::string line;
  size_t rows = 0, columns = 0;
  for (; std::getline(lines, line); ++rows) {
    const auto commas = static_cast<size_t>(std::count(line.begin(), line.end(), ','));
    if (rows == 0) columns = commas;
    EXPECT_EQ(commas, columns) << line;
  }
  EXPECT_EQ(rows, 4u);
  expect_all(print_run_csv(examples::run_report()),
             {"1200000,", ",regressed,r2,0.203,conv_1,", ",failed,,,,"});
}

}  // namespace
}  // namespace nightjar::report
