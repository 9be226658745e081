// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/csv.h"

#include <gtest/gtest.h>

#include "results/report/grid_json.h"

namespace nightjar::report {
namespace {

Grid awkward() {
  Grid grid;
  grid.columns = {{"name"}, {"note"}};
  grid.rows = {{"a", "plain"}, {"b,c", "says \"hi\"\nand more"}};
  return grid;
}

TEST(CsvTest, QuotesWhatMustBeQuoted) {
  EXPECT_EQ(print_csv(awkward()), "name,note\na,plain\n\"b,c\",\"says \"\"hi\"\"\nand more\"\n");
}

TEST(CsvTest, AnEmptyTableStillHasItsHead) {
  EXPECT_EQ(print_csv(Grid{{{"a"}, {"b"}}, {}}), "a,b\n");
}

TEST(GridJsonTest, NumbersAreNumbersAndAbsentOnesNull) {
  Grid grid;
  grid.columns = {{"name"}, {"ms"}};
  grid.rows = {{"a", "1.5"}, {"5", ""}};
  EXPECT_EQ(print_grid_json(grid, {false, true}),
            "[\n  {\n    \"name\": \"a\",\n    \"ms\": 1.5\n  },\n"
            "  {\n    \"name\": \"5\",\n    \"ms\": null\n  }\n]\n");
}

}  // namespace
}  // namespace nightjar::report
