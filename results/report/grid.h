// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A table of texts, whatever it is printed as.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace nightjar::report {

enum class Align : uint8_t { kLeft, kRight };
/// What a cell says about its row; printers with colours show it.
enum class Tone : uint8_t { kPlain, kGood, kBad, kDoubtful, kFaint };

struct Column {
  std::string title;
  Align align = Align::kLeft;
};

struct Cell {
  std::string text;
  Tone tone = Tone::kPlain;

  Cell(std::string text, Tone tone = Tone::kPlain) : text(std::move(text)), tone(tone) {}
  Cell(const char* text) : text(text) {}
};

struct Grid {
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;  ///< As many cells as columns.
};

}  // namespace nightjar::report
