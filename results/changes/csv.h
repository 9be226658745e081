// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Comma-separated text into rows of cells.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar::changes {

struct CsvRow {
  int64_t line = 0;                ///< Of its first character, from 1 on.
  std::vector<std::string> cells;  ///< Without quotes and the blanks around them.
  bool is_open = false;            ///< A quote was not closed before the text ended.
};

/// RFC 4180 with what spreadsheets make of it: any line ends, a byte order mark, tabs or semicolons
/// where the first line of cells has no comma outside quotes. Empty lines and lines that begin with
/// # are left out.
std::vector<CsvRow> read_csv(std::string_view text);

}  // namespace nightjar::changes
