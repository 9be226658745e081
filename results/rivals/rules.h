// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Detectors of other tools, written anew from their descriptions and simplified where those leave
// room: yardsticks for our own, never used by it.
#pragma once

#include <cstdint>
#include <span>

#include "results/rivals/trial.h"

namespace nightjar::rivals {

/// Otava: E-divisive in windows of 50 that move by 25, splits taken while a pooled t-test has
/// p <= 0.01, then the weakest dropped until all have p < 0.001.
Found otava(std::span<const double> values);

/// MongoDB's signal processing: E-divisive over the whole, splits taken while at most
/// `significance` of 100 permutations of every level have a larger energy.
Found mongodb(std::span<const double> values, double significance = 0.05);

/// Perfherder: Welch's t of the 12 to 24 values before and the 12 from a place on, weighted
/// linearly by nearness, above 7, at a local maximum, and 2 % apart.
Found perfherder(std::span<const double> values);

/// Each value against mean and deviation of up to 30 before it, 10 at least: more than 3 off is an
/// alert, after which history starts anew.
Found z_score(std::span<const double> values);

}  // namespace nightjar::rivals
