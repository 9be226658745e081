// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/proof/likelihood.h"

#include <algorithm>
#include <cmath>

#include "results/statistics/summary.h"

namespace nightjar::proof {
namespace {

double squares_around(std::span<const double> values, double centre) {
  double sum = 0;
  for (const double value : values) sum += (value - centre) * (value - centre);
  return sum;
}

}  // namespace

Likelihood::Likelihood(Ratios ratios, const Spread& spread) : degrees_(spread.degrees) {
  // Two runs differ by two processes, two plans by two builds.
  const double of_process = 2 * spread.process * spread.process;
  const double of_build = 2 * spread.build * spread.build;
  if (!ratios.stored.empty()) {
    const auto n = static_cast<double>(ratios.stored.size());
    stored_mean_ = statistics::mean(ratios.stored);
    stored_weight_ = 1 / (of_build + of_process / n);
    within_ += squares_around(ratios.stored, stored_mean_) / of_process;
  }
  if (!ratios.rebuilt.empty()) {
    rebuilt_mean_ = statistics::mean(ratios.rebuilt);
    rebuilt_weight_ = static_cast<double>(ratios.rebuilt.size()) / (of_build + of_process);
    within_ += squares_around(ratios.rebuilt, rebuilt_mean_) / (of_build + of_process);
  }
  size_ = static_cast<int64_t>(ratios.stored.size() + ratios.rebuilt.size());
}

double Likelihood::distance(double mean) const {
  const double stored = stored_mean_ - mean, rebuilt = rebuilt_mean_ - mean;
  return within_ + stored_weight_ * stored * stored + rebuilt_weight_ * rebuilt * rebuilt;
}

double Likelihood::log_at(double mean) const {
  const double count = degrees_ + static_cast<double>(size_);
  return -0.5 * count * std::log1p(distance(mean) / degrees_);
}

double Likelihood::mean() const {
  const double weight = stored_weight_ + rebuilt_weight_;
  if (!(weight > 0)) return 0;
  return (stored_weight_ * stored_mean_ + rebuilt_weight_ * rebuilt_mean_) / weight;
}

double Likelihood::degrees() const {
  return degrees_ + static_cast<double>(std::max<int64_t>(size_ - 1, 0));
}

double Likelihood::error() const {
  const double scale = (degrees_ + distance(mean())) / degrees();
  return std::sqrt(scale / (stored_weight_ + rebuilt_weight_));
}

int64_t Likelihood::size() const { return size_; }

double log_evidence(const Likelihood& likelihood, double least, double harmless) {
  constexpr int kSizes = 7;  // up to 64 times the least
  double largest = -HUGE_VAL, logs[kSizes];
  for (int i = 0; i < kSizes; ++i) {
    logs[i] = likelihood.log_ratio(std::ldexp(least, i), harmless);
    largest = std::max(largest, logs[i]);
  }
  double sum = 0;
  for (const double log : logs) sum += std::exp(log - largest);
  return largest + std::log(sum / kSizes);
}

}  // namespace nightjar::proof
