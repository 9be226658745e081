// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/series_text.h"

#include <gtest/gtest.h>

namespace nightjar::changes {
namespace {

using Values = std::vector<double>;

TimedSeries read(std::string_view text) { return read_series(text, "a.csv"); }

TEST(SeriesTextTest, ColumnsAreFoundByNameOrPlace) {
  EXPECT_EQ(read("time,value,commit\n1,10,ab\n2,11,cd\n").values, (Values{10, 11}));
  EXPECT_EQ(read("commit,Value,Time\nab,10,5\n").times.at(0).text, "5");
  EXPECT_EQ(read("timestamp,latency_ms\n1,10\n").values, (Values{10}));
  EXPECT_EQ(read("1,10\n2,11\n").values, (Values{10, 11}));
  EXPECT_EQ(read("value\n10\n11\n").values, (Values{10, 11}));
  EXPECT_EQ(read("10\n11\n").times.at(1).text, "2");
}

TEST(SeriesTextTest, MissingValuesAreLeftOut) {
  const TimedSeries series = read("time,value\r\n1,10\r\n2,\r\n3,NaN\r\n4,n/a\r\n5,11\r\n");
  EXPECT_EQ(series.values, (Values{10, 11}));
  EXPECT_EQ(series.times.at(1).text, "5");
  EXPECT_TRUE(series.complaints.empty());
}

TEST(SeriesTextTest, LinesAreOrderedByTime) {
  EXPECT_EQ(read("time,value\n2026-01-03,3\n2026-01-01,1\n2026-01-02T05:00Z,2\n").values,
            (Values{1, 2, 3}));
}

TEST(SeriesTextTest, ABadLineIsNamedAndTheOthersAreKept) {
  const TimedSeries series =
      read("time,value\n1,10\n2,ten\n3\n4,inf\nsoon,5\n2026-01-01,6\n7,12\n");
  EXPECT_EQ(series.values, (Values{10, 12}));
  ASSERT_EQ(series.complaints.size(), 5U);
  EXPECT_EQ(series.complaints[0],
            "a.csv:3: the value 'ten' is no number; write a number such as 12.5, or leave it empty "
            "where nothing was measured");
  EXPECT_TRUE(series.complaints[1].starts_with("a.csv:4: the line has 1 of 2 columns"));
  EXPECT_TRUE(series.complaints[2].starts_with("a.csv:5: the value 'inf' is not finite"));
  EXPECT_TRUE(series.complaints[3].starts_with("a.csv:6: the time 'soon' is neither"));
  EXPECT_TRUE(series.complaints[4].starts_with("a.csv:7: the time '2026-01-01' is a date"));
}

TEST(SeriesTextTest, ABrokenFirstLineIsNoHeader) {
  const TimedSeries series = read("2026-01-01,ten\n2026-01-02,11\n");
  EXPECT_EQ(series.values, (Values{11}));
  EXPECT_EQ(series.complaints.size(), 1U);
  // Neither cell is a time or a number, and neither is a word.
  EXPECT_EQ(read("2026-13-01,12.5x\n2026-02-01,11\n").complaints.size(), 1U);
  EXPECT_EQ(read("12.5x\n11\n").complaints.size(), 1U);
  EXPECT_TRUE(read("2nd run,value\n1,11\n").complaints.empty());
}

TEST(SeriesTextTest, NothingIsNothing) {
  EXPECT_TRUE(read("").values.empty());
  EXPECT_TRUE(read("time,value\n").complaints.empty());
  EXPECT_EQ(read("time,value\n1,\"10\n2,11\n").complaints.size(), 1U);
}

}  // namespace
}  // namespace nightjar::changes
