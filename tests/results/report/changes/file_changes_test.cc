// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/changes/file_changes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>

namespace nightjar::report {
namespace {

FileChanges example(const std::string& text) {
  return {"a.csv", changes::read_series(text, "a.csv"), {{1, 10, 12.5, 1e-9}}};
}

TEST(FileChangesTest, OneJsonObjectALine) {
  EXPECT_EQ(print_changes_json(example("time,value\n1.5,10\n2,12.5\n")),
            "{\"file\":\"a.csv\",\"points\":2,\"change_points\":[{\"index\":1,\"time\":2,"
            "\"before\":10.0,\"after\":12.5,\"p\":1e-09}],\"drift\":null}\n");
  EXPECT_NE(print_changes_json(example("2026-01-01,1\n2026-01-02,2\n")).find("\"2026-01-02\""),
            std::string::npos);
}

TEST(FileChangesTest, TimesKeepTheirDigits) {
  for (const char* time : {"9007199254740993", "1700000000.123456789", "-2e3"}) {
    const std::string text = std::string("time,value\n-9999,10\n") + time + ",12.5\n";
    EXPECT_NE(print_changes_json(example(text)).find(std::string("\"time\":") + time + ","),
              std::string::npos)
        << time;
  }
  // What is a number, but not one of JSON's.
  EXPECT_NE(print_changes_json(example("0,10\n+.5,12.5\n")).find("\"time\":0.5,"),
            std::string::npos);
}

TEST(FileChangesTest, APersonSeesShapeAndChange) {
  const std::string text = print_changes(example("time,value\n1,10\n2,12.5\n"));
  EXPECT_EQ(text,
            "a.csv  2 points  1 change\n  ▁█\n  2  point 1  10 -> 12.5  +25.0 %  p = 1e-09\n");
}

/// A level that changes at 40 and creeps by 0.2 % a point from then on.
changes::TimedSeries creeping() {
  std::mt19937_64 random(3);
  std::normal_distribution<double> normal(0, 0.005);
  std::string text = "time,value\n";
  for (int i = 0; i < 140; ++i) {
    const double level = i < 40 ? 10 : 12 * (1 + 0.002 * (i - 40));
    text += std::to_string(i) + "," + std::to_string(level * (1 + normal(random))) + "\n";
  }
  return changes::read_series(text, "a.csv");
}

TEST(FileChangesTest, ADriftIsThatOfTheNewestLevel) {
  const FileChanges found = find_in("a.csv", creeping(), {});
  ASSERT_TRUE(found.drift);
  ASSERT_EQ(found.changes.size(), 1u);
  EXPECT_GE(found.drift->begin, found.changes.front().index);
  EXPECT_NEAR(found.drift->per_value, 0.002, 0.0006);
  const std::string text = print_changes(found);
  EXPECT_NE(text.find(", a drift\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  drifts since "), std::string::npos) << text;
  EXPECT_NE(text.find(" % a point"), std::string::npos) << text;
  const std::string json = print_changes_json(found);
  EXPECT_NE(json.find("\"drift\":{\"index\":"), std::string::npos) << json;
  EXPECT_NE(json.find("\"per_point\":0.00"), std::string::npos) << json;
}

TEST(FileChangesTest, AStepIsNoDrift) {
  std::string text = "time,value\n";
  for (int i = 0; i < 100; ++i) {
    text += std::to_string(i) + "," +
            std::to_string((i < 50 ? 10 : 11) + 0.03 * std::sin(37.0 * i)) + "\n";
  }
  const FileChanges found = find_in("a.csv", changes::read_series(text, "a.csv"), {});
  EXPECT_EQ(found.changes.size(), 1u);
  EXPECT_FALSE(found.drift);
}

TEST(FileChangesTest, NamesCannotSteerTheTerminalOrBreakTheJson) {
  FileChanges found = example("1,10\n2,12.5\n");
  found.file = "\x1b[31m\xff";
  EXPECT_EQ(print_changes(found).find('\x1b'), std::string::npos);
  EXPECT_NE(print_changes_json(found).find("\\u001b[31m"), std::string::npos);
}

}  // namespace
}  // namespace nightjar::report
