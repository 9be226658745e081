// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/terminal.h"

#include <algorithm>

#include "results/report/text_width.h"

namespace nightjar::report {
namespace {

constexpr char kGap[] = "  ";

const char* colour_of(Tone tone) {
  switch (tone) {
    case Tone::kGood:
      return "\x1b[32m";
    case Tone::kBad:
      return "\x1b[1;31m";
    case Tone::kDoubtful:
      return "\x1b[33m";
    case Tone::kFaint:
      return "\x1b[2m";
    case Tone::kPlain:
      break;
  }
  return "";
}

std::vector<size_t> column_widths(const Grid& grid) {
  std::vector<size_t> widths;
  for (const Column& column : grid.columns) widths.push_back(text_width(column.title));
  for (const auto& row : grid.rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], text_width(printable(row[i].text)));
    }
  }
  return widths;
}

std::string aligned(const std::string& text, Align align, size_t width) {
  return align == Align::kRight ? pad_left(text, width) : pad_right(text, width);
}

/// Padding behind the last column would only be blanks at the end of the line.
void end_line(std::string& out) {
  while (!out.empty() && out.back() == ' ') out.pop_back();
  out += '\n';
}

}  // namespace

std::string paint(const std::string& text, Tone tone, const TerminalStyle& style) {
  if (!style.colour || tone == Tone::kPlain) return text;
  return colour_of(tone) + text + "\x1b[0m";
}

std::string print_terminal(const Grid& grid, const TerminalStyle& style) {
  if (grid.rows.empty()) return {};
  const std::vector<size_t> widths = column_widths(grid);
  std::string out, rule;
  for (size_t i = 0; i < widths.size(); ++i) {
    out += aligned(grid.columns[i].title, grid.columns[i].align, widths[i]) + kGap;
    for (size_t k = 0; k < widths[i]; ++k) rule += "─";
    rule += kGap;
  }
  end_line(out);
  out += rule;
  end_line(out);
  for (const auto& row : grid.rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string text = aligned(printable(row[i].text), grid.columns[i].align, widths[i]);
      out += paint(text, row[i].tone, style) + kGap;
    }
    end_line(out);
  }
  return out;
}

}  // namespace nightjar::report
