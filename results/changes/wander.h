// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A level that wanders all the time does not change at some of them.
#pragma once

#include <span>
#include <vector>

#include "results/changes/levels.h"

namespace nightjar::changes {

/// How a level moves by itself: exponential smoothing, drawn back to zero. An autoregression of
/// order one (gain 1), one with noise on top, a random walk (pull 1), or neither (gain 0); together
/// the ARMA(1, 1) of Box and Jenkins 1970.
struct Wandering {
  double pull = 1;  ///< What is left of the level at the next value.
  double gain = 0;  ///< How far one value moves it.
};

/// How badly `wandering` predicts `residuals`, each from those before: minus the log likelihood
/// under the density of its own errors. A wild value moves the level by a bounded amount (Muler,
/// Peña and Yohai 2009). The density knows nothing finer than `least_scale`, which is positive.
double cost_of(const Wandering& wandering, std::span<const double> residuals, double least_scale);

/// Keeps the most certain of the changes, as many as explain the series best together with the
/// wandering that is left: each must lower its cost by more than 1.65 log n. None are left where a
/// wandering, or a straight line, explains as much: slow cycles, slopes, machines that drift.
/// `chances`, one a position, say which are certain: the smallest. Long series are looked at in
/// pieces of about 1,000 values.
Positions without_wandering(std::span<const double> values, const Positions& positions,
                            const std::vector<double>& chances);

}  // namespace nightjar::changes
