// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What a count of successes says about the probability behind it.
#pragma once

#include <cstdint>

#include "results/statistics/quantile.h"

namespace nightjar::statistics {

/// The interval of Clopper and Pearson (Biometrika 26, 1934): it holds the probability at least
/// with the given confidence, however few the trials. [0, 1] without any.
Interval proportion_interval(int64_t successes, int64_t trials, double confidence = 0.95);

}  // namespace nightjar::statistics
