// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/noise.h"

#include <algorithm>
#include <cmath>

#include "results/statistics/autoregression.h"
#include "results/statistics/quantile.h"
#include "results/statistics/ranks.h"
#include "results/statistics/summary.h"

namespace nightjar::changes {
namespace {

constexpr double kMostAutocorrelation = 0.95;
constexpr size_t kMostLags = 10;  ///< Of autocorrelation that the first order leaves over.

std::vector<double> distances(std::span<const double> values, double centre) {
  std::vector<double> list;
  list.reserve(values.size());
  for (const double value : values) list.push_back(std::fabs(value - centre));
  return list;
}

/// The median distance, or where most values are equal the mean one, as a standard deviation.
double scale_of(std::span<const double> values, double centre) {
  const std::vector<double> list = distances(values, centre);
  const double middle = statistics::median(list);
  return middle > 0 ? 1.4826 * middle : 1.2533 * statistics::mean(list);
}

std::vector<double> centred_scores(std::span<const double> values, const Spread& spread) {
  std::vector<double> scores;
  scores.reserve(values.size());
  for (const double value : values) scores.push_back(spread.score(value - spread.centre));
  const double centre = statistics::mean(scores);
  for (double& score : scores) score -= centre;
  return scores;
}

Spread spread_of(std::span<const double> values) {
  constexpr double kWorthOfNoSkewness = 50;  // values
  Spread spread;
  spread.centre = statistics::median(values);
  spread.scale = scale_of(values, spread.centre);
  if (!(spread.scale > 0)) return spread;
  double squares = 0, cubes = 0;
  for (const double score : centred_scores(values, spread)) {
    squares += score * score;
    cubes += score * score * score;
  }
  const auto n = static_cast<double>(values.size());
  spread.variance = squares / n;
  if (spread.variance > 0) {
    spread.skewness = cubes / n / std::pow(spread.variance, 1.5) * n / (n + kWorthOfNoSkewness);
  }
  return spread;
}

/// Newey and West's long-run variance over the plain one, of innovations; at least 1.
double inflation_of(std::span<const double> scores, size_t levels) {
  const size_t lags = std::min(kMostLags, scores.size() / 10);
  const double lost = 0.5 * static_cast<double>(levels) / static_cast<double>(scores.size());
  double inflation = 1;
  for (size_t lag = 1; lag <= lags; ++lag) {
    const double weight = 1 - static_cast<double>(lag) / static_cast<double>(lags + 1);
    inflation += 2 * weight * (statistics::autocorrelation(scores, lag) + lost);
  }
  return std::max(inflation, 1.0);
}

/// The uncertainty of the autocorrelation, as degrees of freedom of a scale.
double degrees_of(double autocorrelation, size_t n) {
  const double error =
      std::sqrt(std::max(0.05, 1 - autocorrelation * autocorrelation) / static_cast<double>(n)) /
      (1 - autocorrelation);
  return 0.5 / (error * error);
}

}  // namespace

double Spread::score(double distance) const {
  return scale > 0 ? std::clamp(distance / scale, -kBound, kBound) : 0;
}

Noise guess_noise(std::span<const double> values) {
  Noise noise;
  std::vector<double> steps;
  for (size_t i = 1; i < values.size(); ++i) steps.push_back(values[i] - values[i - 1]);
  // Steps of independent values have the autocorrelation -1/2, of a random walk 0.
  if (statistics::median(distances(steps, 0)) > 0) {
    const double of_steps = statistics::autocorrelation(statistics::normal_scores(steps), 1);
    noise.autocorrelation = std::clamp(1 + 2 * of_steps, 0.0, kMostAutocorrelation);
  }
  noise.innovations = spread_of(steps);
  noise.innovations.skewness = 0;  // of the steps, which says nothing about the values
  noise.innovations.scale *= std::sqrt(0.5 * (1 + noise.autocorrelation));
  return noise;
}

Noise fit_noise(std::span<const double> residuals, size_t levels) {
  Noise noise;
  const size_t n = residuals.size();
  // Marriott and Pope 1954: each mean that is taken out lowers the estimate by (1 + 4 rho) / n.
  const double share = static_cast<double>(levels) / static_cast<double>(n);
  const double found = statistics::autocorrelation(statistics::normal_scores(residuals), 1);
  const double room = std::max(1 - 4 * share, 0.1);
  noise.autocorrelation = std::clamp((found + share) / room, 0.0, kMostAutocorrelation);
  const std::vector<double> fresh = innovations(residuals, noise.autocorrelation);
  noise.innovations = spread_of(fresh);
  noise.inflation = inflation_of(centred_scores(fresh, noise.innovations), levels);
  noise.degrees = degrees_of(noise.autocorrelation, n);
  return noise;
}

std::vector<double> innovations(std::span<const double> values, double autocorrelation) {
  std::vector<double> list(values.begin(), values.end());
  for (size_t i = 0; i < values.size(); ++i)
    list[i] -= autocorrelation * values[i == 0 ? 0 : i - 1];
  return list;
}

}  // namespace nightjar::changes
