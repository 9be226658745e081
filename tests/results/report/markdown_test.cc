// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/markdown.h"

#include <gtest/gtest.h>

namespace nightjar::report {
namespace {

TEST(MarkdownTest, PrintsAPipeTable) {
  Grid grid;
  grid.columns = {{"name", Align::kLeft}, {"time", Align::kRight}};
  grid.rows = {{"a|b", Cell("1 ms", Tone::kBad)}};
  EXPECT_EQ(print_markdown(grid),
            "| name | time |\n"
            "| --- | ---: |\n"
            "| a\\|b | **1 ms** |\n");
}

TEST(MarkdownTest, TextIsShownAsItIs) {
  EXPECT_EQ(escape_markdown("conv_1 <b>*x*</b> `y`"), "conv\\_1 \\<b\\>\\*x\\*\\</b\\> \\`y\\`");
}

TEST(MarkdownTest, NoRowsNoTable) { EXPECT_EQ(print_markdown(Grid{{{"a"}}, {}}), ""); }

}  // namespace
}  // namespace nightjar::report
