// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Change points of series from files: for people and for programs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "results/changes/find.h"
#include "results/changes/series_text.h"
#include "results/changes/slow_drift.h"
#include "results/report/terminal.h"

namespace nightjar::report {

struct FileChanges {
  std::string file;
  changes::TimedSeries series;
  std::vector<changes::Change> changes;
  std::optional<changes::SlowDrift> drift = {};  ///< Of the newest level, counted from its file.
};

/// Looks for changes, and for a drift of the level since the last of them.
FileChanges find_in(std::string file, changes::TimedSeries series,
                    const changes::Settings& settings);

/// The file with its shape on one line, and a line for each change and the drift.
std::string print_changes(const FileChanges& found, const TerminalStyle& style = {});

/// {"file", "points", "change_points": [{"index", "time", "before", "after", "p"}], "drift":
/// {"index", "time", "per_point", "total", "p"} or null} on one line. A time is a number or a text,
/// as it was written; a drift is relative where all values are positive.
std::string print_changes_json(const FileChanges& found);

}  // namespace nightjar::report
