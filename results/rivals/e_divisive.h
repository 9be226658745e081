// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The energy distance of Matteson and James (2014), on which two of the rules stand.
#pragma once

#include <cstddef>
#include <span>

namespace nightjar::rivals {

struct EnergySplit {
  size_t position = 0;  ///< 0 when there are too few values.
  double energy = 0;
};

/// Where the energy distance of the two sides, weighted by their sizes, is largest, with `shortest`
/// values a side at least. Takes n^2 steps.
EnergySplit best_energy_split(std::span<const double> values, size_t shortest = 2);

}  // namespace nightjar::rivals
