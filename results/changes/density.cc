// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/density.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "results/statistics/quantile.h"

namespace nightjar::changes {
namespace {

constexpr double kOutlierShare = 0.05;
constexpr double kOutlierWidth = 3;
constexpr double kReach = 4;        ///< Bandwidths beyond which a kernel is nothing.
constexpr double kCellsABand = 4;   ///< Cells of the grid in a bandwidth.
constexpr double kHalfOfGrid = 12;  ///< Scales; what lies beyond is an outlier.

/// Half of the spread of the half of the values that lie closest together.
double width_of_densest_half(const std::vector<double>& sorted) {
  const size_t half = sorted.size() / 2;
  double width = std::numeric_limits<double>::infinity();
  for (size_t i = 0; i + half < sorted.size(); ++i) {
    width = std::min(width, sorted[i + half] - sorted[i]);
  }
  return width;
}

/// Weights of a kernel at its own cell and at those next to it.
std::vector<double> kernel() {
  std::vector<double> weights;
  for (double k = 0; k <= kReach * kCellsABand; ++k) {
    weights.push_back(std::exp(-0.5 * k * k / (kCellsABand * kCellsABand)));
  }
  return weights;
}

}  // namespace

Density::Density(std::span<const double> values, double least_scale) {
  if (values.empty()) return;
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  // Quartiles of normal values are 1.349 standard deviations apart.
  const double quartiles = statistics::quantile(sorted, 0.75) - statistics::quantile(sorted, 0.25);
  const double scale =
      std::max(std::min(quartiles, width_of_densest_half(sorted)) / 1.349, least_scale);
  centre_ = statistics::quantile(sorted, 0.5);
  width_ = kOutlierWidth * scale;
  // Silverman's width, made narrower: it is meant for one mode.
  bandwidth_ = 0.6 * 1.06 * scale * std::pow(static_cast<double>(sorted.size()), -0.2);
  if (is_known()) fill_cells(values);
}

void Density::fill_cells(std::span<const double> values) {
  cell_ = bandwidth_ / kCellsABand;
  const double reach = kHalfOfGrid / kOutlierWidth * width_;
  low_ = centre_ - reach;
  std::vector<double> counts(static_cast<size_t>(2 * reach / cell_) + 1);
  for (const double value : values) {
    const double place = (value - low_) / cell_;
    if (place >= 0 && place < static_cast<double>(counts.size())) {
      counts[static_cast<size_t>(place)] += 1;
    }
  }
  static const std::vector<double> kKernel = kernel();
  kernels_.assign(counts.size(), 0);
  for (size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    kernels_[i] += counts[i] * kKernel[0];
    for (size_t k = 1; k < kKernel.size(); ++k) {
      if (i >= k) kernels_[i - k] += counts[i] * kKernel[k];
      if (i + k < counts.size()) kernels_[i + k] += counts[i] * kKernel[k];
    }
  }
  area_ = static_cast<double>(values.size()) * bandwidth_ * std::sqrt(2 * M_PI);
}

double Density::near(double value) const {
  const double place = (value - low_) / cell_;
  if (!(place >= 0 && place < static_cast<double>(kernels_.size()))) return 0;
  return kernels_[static_cast<size_t>(place)] / area_;
}

double Density::mixed(double near, double value) const {
  const double far = (value - centre_) / width_;
  const double tail = 1 / (M_PI * width_ * (1 + far * far));
  return std::log((1 - kOutlierShare) * near + kOutlierShare * tail);
}

double Density::surprise_at(std::span<const double> values) const {
  const auto n = static_cast<double>(values.size());
  double sum = 0;
  for (const double value : values) {
    const double others = std::max(0.0, near(value) - 1 / area_) * n / std::max(n - 1, 1.0);
    sum -= mixed(others, value);
  }
  return sum;
}

}  // namespace nightjar::changes
