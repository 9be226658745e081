// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Welch's test: do two means differ when the spreads may.
#pragma once

#include <span>

namespace nightjar::statistics {

struct WelchTest {
  double t = 0;        ///< Of second - first.
  double degrees = 0;  ///< Welch and Satterthwaite's.
  double p = 1;        ///< Two-sided.
};

/// p = 1 and t = 0 when a side has fewer than two values. Two constant sides are equal (p = 1) or
/// certainly different (p = 0, t infinite).
WelchTest welch(std::span<const double> first, std::span<const double> second);

}  // namespace nightjar::statistics
