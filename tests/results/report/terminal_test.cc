// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/terminal.h"

#include <gtest/gtest.h>

namespace nightjar::report {
namespace {

Grid two_rows() {
  Grid grid;
  grid.columns = {{"name", Align::kLeft}, {"time", Align::kRight}};
  grid.rows = {{"a", "1.00 µs"}, {"longer", Cell("25 µs", Tone::kBad)}};
  return grid;
}

TEST(TerminalTest, AlignsColumnsUnderARuledHead) {
  EXPECT_EQ(print_terminal(two_rows()),
            "name       time\n"
            "──────  ───────\n"
            "a       1.00 µs\n"
            "longer    25 µs\n");
}

TEST(TerminalTest, ColoursOnlyWhenAsked) {
  EXPECT_EQ(print_terminal(two_rows()).find('\x1b'), std::string::npos);
  const std::string coloured = print_terminal(two_rows(), {.colour = true});
  EXPECT_NE(coloured.find("\x1b[1;31m  25 µs\x1b[0m"), std::string::npos);
}

TEST(TerminalTest, ANameCannotSteerTheTerminal) {
  Grid grid = two_rows();
  grid.rows[0][0] = Cell("\x1b[2Jevil");
  EXPECT_EQ(print_terminal(grid).find('\x1b'), std::string::npos);
}

TEST(TerminalTest, NoRowsNoTable) { EXPECT_EQ(print_terminal(Grid{{{"a"}}, {}}), ""); }

}  // namespace
}  // namespace nightjar::report
