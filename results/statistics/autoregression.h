// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How much a value says about the next one.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace nightjar::statistics {

/// Of values whose mean is zero, at distance `lag`; between -1 and 1, and 0 where all are zero.
double autocorrelation(std::span<const double> values, size_t lag);

/// Coefficients, nearest value first, of the autoregression of order up to `most` that Akaike's
/// criterion prefers; none when values do not depend on each other. Of values whose mean is zero,
/// by the Yule-Walker equations (Levinson 1947, Durbin 1960), so that it is always stationary.
std::vector<double> fit_autoregression(std::span<const double> values, size_t most);

}  // namespace nightjar::statistics
