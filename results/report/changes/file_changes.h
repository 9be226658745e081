// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Change points of series from files: for people and for programs.
#pragma once

#include <string>
#include <vector>

#include "results/changes/find.h"
#include "results/changes/series_text.h"
#include "results/report/terminal.h"

namespace nightjar::report {

struct FileChanges {
  std::string file;
  changes::TimedSeries series;
  std::vector<changes::Change> changes;
};

/// The file with its shape on one line, and a line for each change.
std::string print_changes(const FileChanges& found, const TerminalStyle& style = {});

/// {"file", "points", "change_points": [{"index", "time", "before", "after", "p"}]} on one line. A
/// time is a number or a text, as it was written.
std::string print_changes_json(const FileChanges& found);

}  // namespace nightjar::report
