// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/csv.h"

namespace nightjar::report {
namespace {

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace

std::string print_csv(const Grid& grid) {
  std::string out;
  for (size_t i = 0; i < grid.columns.size(); ++i) {
    out += (i == 0 ? "" : ",") + quoted(grid.columns[i].title);
  }
  out += '\n';
  for (const auto& row : grid.rows) {
    for (size_t i = 0; i < row.size(); ++i) out += (i == 0 ? "" : ",") + quoted(row[i].text);
    out += '\n';
  }
  return out;
}

}  // namespace nightjar::report
