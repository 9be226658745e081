// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A slope is not a step.
#pragma once

#include <span>
#include <vector>

#include "results/changes/levels.h"
#include "results/changes/noise.h"

namespace nightjar::changes {

/// By how much one straight line fits the values of a window better than two levels that meet at
/// `position`: bounded errors of innovations, in half squared standard deviations.
double advantage_of_line(std::span<const double> window, size_t position, const Noise& noise);

/// Whether one straight line fits the values of a window better than two levels that meet at
/// `position`: by bounded errors of innovations, and by a margin, since it also bends less.
bool is_slope(std::span<const double> window, size_t position, const Noise& noise);

/// Theil and Sen's slope, a value: the median of those between pairs at least a quarter of the
/// values apart.
double slope_of(std::span<const double> values);

/// What is left of values when the straight line through them is taken out (Theil 1950, Sen 1968).
std::vector<double> residuals_of_line(std::span<const double> values);

/// Takes out changes of which their neighbourhood makes a slope.
Positions without_slopes(std::span<const double> values, const Noise& noise, Positions positions);

}  // namespace nightjar::changes
