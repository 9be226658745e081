// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What a series does when nothing changes: how wide it scatters and how long it remembers.
#pragma once

#include <limits>
#include <span>
#include <vector>

namespace nightjar::changes {

/// Scatter of independent values, with the wild ones bounded (Huber 1964): a value's score is its
/// distance from the centre in scales, held between -kBound and kBound.
struct Spread {
  static constexpr double kBound = 1.75;

  double centre = 0;
  double scale = 0;     ///< Standard deviation where values are normal; 0 when all are equal.
  double variance = 0;  ///< Of the scores.
  double skewness = 0;  ///< Of the scores, drawn towards zero for few values.

  /// Distance `distance` from a centre, bounded.
  double score(double distance) const;
};

/// An autoregression of order one with bounded innovations.
struct Noise {
  double autocorrelation = 0;  ///< Between neighbours, 0 to 0.95.
  double inflation = 1;        ///< Variance of long sums that the autocorrelation leaves over.
  double degrees = std::numeric_limits<double>::infinity();  ///< How well all of it is known.
  Spread innovations;
};

/// Before any level is known: from differences of neighbours, of which few cross a change.
Noise guess_noise(std::span<const double> values);

/// From what is left of a series when its `levels` levels are taken out. Removing a level takes
/// some autocorrelation with it, which is given back.
Noise fit_noise(std::span<const double> residuals, size_t levels);

/// What each value adds to what its neighbour said. As many as values.
std::vector<double> innovations(std::span<const double> values, double autocorrelation);

}  // namespace nightjar::changes
