// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A series over its runs.
#pragma once

#include <string>
#include <vector>

#include "results/record/series_point.h"
#include "results/report/grid.h"

namespace nightjar::report {

struct SeriesHistory {
  std::string name;
  record::SeriesKey key;
  std::vector<record::SeriesPoint> points;  ///< Oldest first.
};

/// "▂▂▃█ resnet50/fp32/b1/single_stream on cpu-…, 12 runs, 1.20 ms to 1.45 ms".
std::string series_headline(const SeriesHistory& history);

/// One row a run, newest first.
Grid history_grid(const SeriesHistory& history);
/// All series in one table with all digits, for CSV.
Grid history_figures(const std::vector<SeriesHistory>& histories);
std::string print_history_json(const std::vector<SeriesHistory>& histories);

}  // namespace nightjar::report
