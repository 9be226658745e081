// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A series that creeps: too little a night to be seen in one, and too much in a month.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace nightjar::changes {

struct SlowDrift {
  size_t begin =
      0;  ///< The first value of the window in which it is clearest; it goes on to the end.
  double per_value = 0;  ///< Change a value: relative where all values are positive, else absolute.
  double total = 0;      ///< From the window's beginning to its end, likewise.
  double p = 1;          ///< Chance of as clear a trend in a series without one, in any window.
};

struct DriftSettings {
  double significance = 1e-4;  ///< Asked of every night anew, and nights are many.
};

/// The clearest trend among the newest 30, 60 and 120 values, in order of time. Kendall's rank test
/// of each against time (Mann 1945), with the memory that neighbours show around the trend and
/// before it taken into account (Hamed and Rao 1998); Sen's slope (1968). A window where two levels
/// fit better than a line has a change and no drift. Needs 30 values.
std::optional<SlowDrift> find_slow_drift(std::span<const double> values,
                                         const DriftSettings& settings = {});

}  // namespace nightjar::changes
