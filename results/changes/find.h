// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Lasting changes of level in any series of numbers. docs/DETECTING.md says how, and how well.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace nightjar::changes {

struct Change {
  size_t index = 0;              ///< The first value of the new level.
  double before = 0, after = 0;  ///< Medians of the levels that meet here.
  double p = 1;  ///< Chance that a series without a change shows one as clear, anywhere.
};

struct Settings {
  double significance = 0.005;  ///< The largest p that is reported.
};

/// Changes of `values`, which are finite and in order of time, ascending by index. Noise may have
/// heavy tails, several modes and memory; spikes and slopes are not changes. The same values give
/// the same answer on every machine. Time grows little
/// faster than n: 20,000 values with 500 changes take about a second.
std::vector<Change> find_changes(std::span<const double> values, const Settings& settings = {});

}  // namespace nightjar::changes
