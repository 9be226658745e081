// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A slope is not a step.
#pragma once

#include <span>

#include "results/changes/levels.h"
#include "results/changes/noise.h"

namespace nightjar::changes {

/// Whether one straight line fits the values of a window better than two levels that meet at
/// `position`: by bounded errors of innovations, and by a margin, since it also bends less.
bool is_slope(std::span<const double> window, size_t position, const Noise& noise);

/// Takes out changes of which their neighbourhood makes a slope.
Positions without_slopes(std::span<const double> values, const Noise& noise, Positions positions);

}  // namespace nightjar::changes
