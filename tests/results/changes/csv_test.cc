// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/csv.h"

#include <gtest/gtest.h>

namespace nightjar::changes {
namespace {

using Cells = std::vector<std::string>;

std::vector<Cells> cells_of(std::string_view text) {
  std::vector<Cells> list;
  for (const CsvRow& row : read_csv(text)) list.push_back(row.cells);
  return list;
}

TEST(CsvTest, AnyLineEndsAndAByteOrderMark) {
  const std::vector<Cells> expected = {{"a", "b"}, {"1", "2"}};
  EXPECT_EQ(cells_of("a,b\n1,2\n"), expected);
  EXPECT_EQ(cells_of("a,b\r\n1,2"), expected);
  EXPECT_EQ(cells_of("\xEF\xBB\xBF"
                     "a,b\r1,2\r"),
            expected);
}

TEST(CsvTest, QuotesHoldDelimitersLinesAndQuotes) {
  const auto rows = read_csv("\"a,b\", \"c \"\"d\"\"\"\n\"two\nlines\",x\ny,z\n");
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].cells, (Cells{"a,b", "c \"d\""}));
  EXPECT_EQ(rows[1].cells, (Cells{"two\nlines", "x"}));
  EXPECT_EQ(rows[2].line, 4);
}

TEST(CsvTest, TabsAndSemicolonsWhereThereIsNoComma) {
  EXPECT_EQ(cells_of("a\tb\n1\t2,5\n"), (std::vector<Cells>{{"a", "b"}, {"1", "2,5"}}));
  EXPECT_EQ(cells_of("a;b\n"), (std::vector<Cells>{{"a", "b"}}));
}

TEST(CsvTest, EmptyLinesAndRemarksAreLeftOut) {
  const auto rows = read_csv("\n# a remark\n\n a , \n");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].cells, (Cells{"a", ""}));
  EXPECT_EQ(rows[0].line, 4);
  EXPECT_TRUE(read_csv("").empty());
}

TEST(CsvTest, TheDelimiterIsThatOfTheFirstCells) {
  EXPECT_EQ(cells_of("# seconds, milliseconds\n\n1;2\n"), (std::vector<Cells>{{"1", "2"}}));
  EXPECT_EQ(cells_of("\"a, b\";c\n1;2\n"), (std::vector<Cells>{{"a, b", "c"}, {"1", "2"}}));
  EXPECT_TRUE(read_csv("# nothing, but remarks").empty());
}

TEST(CsvTest, AnOpenQuoteIsNoticed) {
  EXPECT_TRUE(read_csv("a,\"b\n1,2\n").back().is_open);
  EXPECT_FALSE(read_csv("a,\"b\"").back().is_open);
}

}  // namespace
}  // namespace nightjar::changes
