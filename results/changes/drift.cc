// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/drift.h"

#include <algorithm>
#include <cmath>

#include "results/statistics/quantile.h"

namespace nightjar::changes {
namespace {

constexpr double kMargin = 2;           ///< Of the loss, in half squared standard deviations.
constexpr size_t kPointsOfSlope = 120;  ///< Of a window, between which slopes are taken.

/// Huber's loss: half the square up to the bound of a score, straight beyond.
double loss_of(double distance, const Spread& spread) {
  const double score = std::fabs(spread.score(distance));
  return score * (std::fabs(distance) / spread.scale - 0.5 * score);
}

double loss_of(std::span<const double> residuals, const Noise& noise) {
  double loss = 0, earlier = 0;
  for (const double residual : residuals) {
    loss += loss_of(residual - noise.autocorrelation * earlier, noise.innovations);
    earlier = residual;
  }
  return loss;
}

}  // namespace

double slope_of(std::span<const double> values) {
  const size_t n = values.size();
  const size_t stride = std::max<size_t>(1, n / kPointsOfSlope);
  std::vector<double> slopes;
  for (size_t i = 0; i < n; i += stride) {
    for (size_t j = i + std::max<size_t>(1, n / 4); j < n; j += stride) {
      slopes.push_back((values[j] - values[i]) / static_cast<double>(j - i));
    }
  }
  return statistics::median(slopes);
}

std::vector<double> residuals_of_line(std::span<const double> values) {
  const double slope = slope_of(values);
  std::vector<double> residuals(values.begin(), values.end());
  for (size_t i = 0; i < residuals.size(); ++i) residuals[i] -= slope * static_cast<double>(i);
  const double start = statistics::median(residuals);
  for (double& residual : residuals) residual -= start;
  return residuals;
}

double advantage_of_line(std::span<const double> window, size_t position, const Noise& noise) {
  return loss_of(residuals_of(window, {position}), noise) -
         loss_of(residuals_of_line(window), noise);
}

bool is_slope(std::span<const double> window, size_t position, const Noise& noise) {
  return noise.innovations.scale > 0 && advantage_of_line(window, position, noise) > kMargin;
}

Positions without_slopes(std::span<const double> values, const Noise& noise, Positions positions) {
  for (size_t which = 0; which < positions.size();) {
    const size_t begin = begin_before(positions, which);
    const size_t length = end_after(positions, which, values.size()) - begin;
    if (!is_slope(values.subspan(begin, length), positions[which] - begin, noise)) {
      ++which;
      continue;
    }
    positions.erase(positions.begin() + static_cast<std::ptrdiff_t>(which));
    // Its neighbour's window has grown, and is looked at again.
    which -= which > 0 ? 1 : 0;
  }
  return positions;
}

}  // namespace nightjar::changes
