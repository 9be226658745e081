// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/replay.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "results/changes/noise.h"
#include "results/changes/scan.h"
#include "results/statistics/autoregression.h"
#include "results/statistics/quantile.h"
#include "results/statistics/ranks.h"
#include "results/statistics/summary.h"

namespace nightjar::changes {
namespace {

constexpr uint64_t kSeed = 20'260'101;
constexpr size_t kMostOrder = 4;
constexpr int kBatch = 20;  ///< Replays between two looks at the result,
constexpr int kBatches = 3;
constexpr double kSurelyNot = 0.2;    ///< and the chances from which on, or below which,
constexpr double kSurelySo = 0.0001;  ///< no further ones are needed.

/// The peak of normal scores, with the noise that is left once its step is taken out.
double peak_of(const std::vector<double>& scores) {
  Noise plain;
  plain.innovations.scale = 1;
  const size_t position = scan(scores, plain).position;
  if (position == 0) return 0;
  std::vector<double> residuals(scores);
  const std::span<double> left = std::span(residuals).first(position);
  const std::span<double> right = std::span(residuals).subspan(position);
  for (const std::span<double> side : {left, right}) {
    const double level = statistics::median(side);
    for (double& value : side) value -= level;
  }
  const Noise noise = fit_noise(residuals, 2);
  return scan(innovations(scores, noise.autocorrelation), noise).z;
}

/// An autoregression with innovations to draw from.
class Sieve {
 public:
  explicit Sieve(const std::vector<double>& scores)
      : coefficients_(
            statistics::fit_autoregression(scores, std::min(kMostOrder, scores.size() / 10))) {
    for (size_t i = coefficients_.size(); i < scores.size(); ++i) {
      pool_.push_back(scores[i] - predict(scores, i));
    }
    const double centre = statistics::mean(pool_);
    for (double& value : pool_) value -= centre;
  }

  std::vector<double> draw(size_t size, std::mt19937_64& generator) const {
    constexpr size_t kRunUp = 30;  // until the start is forgotten
    std::vector<double> values;
    for (size_t i = 0; i < kRunUp + size; ++i) {
      values.push_back(predict(values, i) + pool_[generator() % pool_.size()]);
    }
    values.erase(values.begin(), values.begin() + kRunUp);
    return values;
  }

 private:
  double predict(const std::vector<double>& values, size_t i) const {
    double sum = 0;
    for (size_t k = 0; k < std::min(i, coefficients_.size()); ++k) {
      sum += coefficients_[k] * values[i - 1 - k];
    }
    return sum;
  }

  std::vector<double> coefficients_, pool_;
};

/// P(X >= observed) for Gumbel's distribution with the mean and deviation of `peaks`.
double gumbel_tail(const std::vector<double>& peaks, double observed) {
  constexpr double kEuler = 0.57721566490153286;
  const double width = std::max(statistics::sample_sd(peaks), 1e-6) * std::sqrt(6.0) / M_PI;
  const double mode = statistics::mean(peaks) - kEuler * width;
  return -std::expm1(-std::exp(-(observed - mode) / width));
}

}  // namespace

double chance_without_change(std::span<const double> window) {
  if (window.size() < 2 * kShortestLevel) return 1;
  const std::vector<double> scores = statistics::normal_scores(window);
  const double observed = peak_of(scores);
  const Sieve sieve(scores);
  std::mt19937_64 generator(kSeed);
  std::vector<double> peaks;
  double chance = 1;
  for (int batch = 0; batch < kBatches; ++batch) {
    for (int i = 0; i < kBatch; ++i) peaks.push_back(peak_of(sieve.draw(scores.size(), generator)));
    chance = gumbel_tail(peaks, observed);
    if (chance > kSurelyNot || chance < kSurelySo) break;
  }
  return chance;
}

}  // namespace nightjar::changes
