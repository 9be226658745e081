// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The levels of a series between its changes.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace nightjar::changes {

/// First values of new levels, ascending, each in 1 .. n - 1.
using Positions = std::vector<size_t>;

/// Where the level before change `which` begins, and where the level after it ends, in a series of
/// `size` values.
size_t begin_before(const Positions& positions, size_t which);
size_t end_after(const Positions& positions, size_t which, size_t size);

/// By how much values change at `position`: Hodges and Lehmann's shift, which holds between the
/// modes of a series too, of at most 120 values a side.
double shift_at(std::span<const double> values, size_t begin, size_t position, size_t end);

/// The level of each value.
std::vector<double> levels_of(std::span<const double> values, const Positions& positions);

/// Values without their levels.
std::vector<double> residuals_of(std::span<const double> values, const Positions& positions);

}  // namespace nightjar::changes
