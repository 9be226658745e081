// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/changes/file_changes.h"

#include <gtest/gtest.h>

namespace nightjar::report {
namespace {

FileChanges example(const std::string& text) {
  return {"a.csv", changes::read_series(text, "a.csv"), {{1, 10, 12.5, 1e-9}}};
}

TEST(FileChangesTest, OneJsonObjectALine) {
  EXPECT_EQ(print_changes_json(example("time,value\n1.5,10\n2,12.5\n")),
            "{\"file\":\"a.csv\",\"points\":2,\"change_points\":[{\"index\":1,\"time\":2,"
            "\"before\":10.0,\"after\":12.5,\"p\":1e-09}]}\n");
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

TEST(FileChangesTest, NamesCannotSteerTheTerminalOrBreakTheJson) {
  FileChanges found = example("1,10\n2,12.5\n");
  found.file = "\x1b[31m\xff";
  EXPECT_EQ(print_changes(found).find('\x1b'), std::string::npos);
  EXPECT_NE(print_changes_json(found).find("\\u001b[31m"), std::string::npos);
}

}  // namespace
}  // namespace nightjar::report
