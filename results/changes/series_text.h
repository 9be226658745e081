// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A series as people keep it: lines of a time, a value, and whatever else.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "results/changes/moment.h"

namespace nightjar::changes {

struct TimedSeries {
  std::vector<Moment> times;   ///< Ascending; equal ones in the order of the text.
  std::vector<double> values;  ///< Finite, as many as times.
  /// A sentence for each line that could not be used: the line, what is wrong, the remedy.
  std::vector<std::string> complaints;
};

/// Reads text with the columns `time` and `value`, found by these names in a first line of words,
/// else the first and the second; a single column is the values, timed by their lines. Cells
/// that say nothing (empty, nan, null, n/a, -) are missing values and left out in silence. `name`
/// stands before every complaint, with the line.
TimedSeries read_series(std::string_view text, const std::string& name);

}  // namespace nightjar::changes
