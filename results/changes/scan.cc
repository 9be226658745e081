// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/scan.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "results/statistics/distributions.h"
#include "results/statistics/quantile.h"
#include "results/statistics/summary.h"

namespace nightjar::changes {
namespace {

constexpr double kWorthOfNoise = 20;  ///< Values that the series' noise counts beside a window's.
constexpr double kLeastVariance = 1e-12;

/// Scores around the window's own median, which an outlier cannot move, moved to mean zero.
class Window {
 public:
  Window(std::span<const double> values, const Noise& noise) : noise_(noise) {
    const double centre = statistics::median(values);
    scores_.reserve(values.size());
    for (const double value : values) scores_.push_back(score_of(value - centre));
    const double shift = statistics::mean(scores_);
    for (double& score : scores_) {
      score -= shift;
      squares_ += score * score;
    }
  }

  double size() const { return static_cast<double>(scores_.size()); }
  const std::vector<double>& scores() const { return scores_; }

  /// Standard deviations, given the sum of the first `count` scores.
  double deviations(double sum, double count) const {
    const double weight = count * (size() - count) / size();
    const double own = std::max(0.0, squares_ - sum * sum / weight);
    const double degrees = std::max(1.0, size() - 2) + kWorthOfNoise;
    const double variance = (own + kWorthOfNoise * noise_.innovations.variance) / degrees;
    const double t =
        std::fabs(sum) / std::sqrt(std::max(variance, kLeastVariance) * weight * noise_.inflation);
    const double z = statistics::normal_of_student_t(t, std::min(noise_.degrees, degrees));
    return unskew(z, sum, count);
  }

 private:
  /// Where noise has no scale, every difference is as certain as the next.
  double score_of(double distance) const {
    if (noise_.innovations.scale > 0) return noise_.innovations.score(distance);
    return distance > 0 ? 1 : distance < 0 ? -1 : 0;
  }

  /// A few values on the side to which noise is skewed differ easily: less is made of them.
  double unskew(double z, double sum, double count) const {
    const double imbalance = (size() - 2 * count) / std::sqrt(count * (size() - count) * size());
    const double skewness = noise_.innovations.skewness * (sum > 0 ? imbalance : -imbalance);
    if (skewness <= 0 || z <= 1) return z;
    return std::max(1.0, z - skewness * (z * z - 1) / 6);
  }

  const Noise& noise_;
  std::vector<double> scores_;
  double squares_ = 0;
};

/// The chance of a step over the bar between two neighbouring positions, beside that of a smooth
/// path (Siegmund and Yakir 2007).
double discreteness(double x) {
  if (x < 1e-3) return 1;
  const double density = std::exp(-0.125 * x * x) / std::sqrt(2 * M_PI);
  const double below = statistics::normal_cdf(0.5 * x);
  return (2 / x) * (below - 0.5) / (0.5 * x * below + density);
}

}  // namespace

Peak scan(std::span<const double> values, const Noise& noise) {
  Peak peak;
  if (values.size() < 2 * kShortestLevel) return peak;
  const Window window(values, noise);
  double sum = 0;
  for (size_t i = 1; i + kShortestLevel <= values.size(); ++i) {
    sum += window.scores()[i - 1];
    if (i < kShortestLevel) continue;
    const double z = window.deviations(sum, static_cast<double>(i));
    if (z > peak.z) peak = {i, z};
  }
  return peak;
}

double difference_at(std::span<const double> values, size_t position, const Noise& noise) {
  const Window window(values, noise);
  double sum = 0;
  for (size_t i = 0; i < position; ++i) sum += window.scores()[i];
  return window.deviations(sum, static_cast<double>(position));
}

double chance_of_peak(double z, size_t length) {
  if (z < 1) return 1;
  const auto n = static_cast<double>(length);
  double crossings = 0;
  for (size_t i = kShortestLevel; i + kShortestLevel <= length; ++i) {
    const auto left = static_cast<double>(i);
    const double pace = n / (left * (n - left));
    crossings += pace * discreteness(z * std::sqrt(pace));
  }
  const double density = std::exp(-0.5 * z * z) / std::sqrt(2 * M_PI);
  return std::min(1.0, z * density * crossings + 2 * statistics::normal_cdf(-z));
}

}  // namespace nightjar::changes
