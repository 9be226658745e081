// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Where in a window does the level differ most from one side to the other, and may that be chance?
#pragma once

#include <cstddef>
#include <span>

#include "results/changes/noise.h"

namespace nightjar::changes {

/// Fewer values than this make no level: a spike is not a change.
inline constexpr size_t kShortestLevel = 5;

struct Peak {
  size_t position = 0;  ///< First value of the right side; 0 when the window is too short.
  double z = 0;         ///< Standard deviations between the sides.
};

/// The largest difference of bounded means over all positions of `window`, which holds innovations.
/// Studentised by the noise and the window together, and corrected for how well that is known
/// (Wallace 1959) and for skewness (Cornish and Fisher 1938).
Peak scan(std::span<const double> window, const Noise& noise);

/// The same difference at one `position`, 0 < position < window.size().
double difference_at(std::span<const double> window, size_t position, const Noise& noise);

/// P(a window of `length` independent values shows a peak of `z` anywhere): Siegmund 1986, with the
/// correction for discrete positions of Siegmund and Yakir 2007.
double chance_of_peak(double z, size_t length);

}  // namespace nightjar::changes
