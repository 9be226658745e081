// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/markdown.h"

#include <string_view>

#include "results/report/text_width.h"

namespace nightjar::report {

std::string escape_markdown(const std::string& text) {
  constexpr std::string_view kSpecial = "\\`*_[]<>|#~";
  std::string escaped;
  for (const char c : printable(text)) {
    if (kSpecial.find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string print_markdown(const Grid& grid) {
  if (grid.rows.empty()) return {};
  std::string out = "|", rule = "|";
  for (const Column& column : grid.columns) {
    out += ' ' + escape_markdown(column.title) + " |";
    rule += column.align == Align::kRight ? " ---: |" : " --- |";
  }
  out += '\n' + rule + '\n';
  for (const auto& row : grid.rows) {
    out += '|';
    for (const Cell& cell : row) {
      const std::string text = escape_markdown(cell.text);
      const bool is_strong = cell.tone == Tone::kBad && !text.empty();
      out += is_strong ? " **" + text + "** |" : " " + text + " |";
    }
    out += '\n';
  }
  return out;
}

}  // namespace nightjar::report
