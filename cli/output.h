// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How subcommands that print results let people choose format, database and destination.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"
#include "cli/command_line.h"
#include "results/report/grid.h"
#include "results/report/terminal.h"
#include "results/store/store.h"

namespace nightjar::cli {

enum class Format : uint8_t { kTerminal, kMarkdown, kCsv, kJson };

struct OutputChoice {
  std::string database = "nightjar.db";
  std::string format = "terminal";
  bool as_json = false;
  std::string file;  ///< Empty: standard output.

  Format chosen() const;
  /// Colours only on a terminal that has not refused them by NO_COLOR.
  report::TerminalStyle style() const;
};

/// Adds --db, --format, --json and --out.
void add_output_options(Command& command, OutputChoice& choice);

/// Prints to the chosen place.
Status deliver(const OutputChoice& choice, const std::string& text);

/// The grid as a terminal, Markdown or CSV table. Not for kJson, which has names of its own.
std::string print_grid(const report::Grid& grid, const OutputChoice& choice);

/// Opens the database for reading, delivers what `print` makes of it, and returns the exit code:
/// `print` may set it, and an error is complained about.
int print_from_store(const OutputChoice& choice,
                     const std::function<Result<std::string>(store::Store&, int& code)>& print);

}  // namespace nightjar::cli
