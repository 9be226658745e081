// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Tables for a terminal.
#pragma once

#include <string>

#include "results/report/grid.h"

namespace nightjar::report {

struct TerminalStyle {
  bool colour = false;
};

/// Aligned columns under a ruled head; an empty string for a grid without rows.
std::string print_terminal(const Grid& grid, const TerminalStyle& style = {});

/// `text` in the tone's colour, or as it is.
std::string paint(const std::string& text, Tone tone, const TerminalStyle& style);

}  // namespace nightjar::report
