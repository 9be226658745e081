// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How likely a value is beside others of its kind, whatever their distribution.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace nightjar::changes {

/// Estimated from values by kernels (Rosenblatt 1956, Parzen 1962) on a fine grid, with some of
/// Cauchy's distribution for outliers: modes, skew and sharp edges are kept.
class Density {
 public:
  /// Nothing finer than `least_scale`, a standard deviation, is believed of the values: rounded
  /// ones lie on few places.
  explicit Density(std::span<const double> values, double least_scale = 0);

  /// False where half of the values are equal and no scale was given, or there are none.
  bool is_known() const { return bandwidth_ > 0; }
  /// Logarithm of the density at `value`. Only where the density is known.
  double log_at(double value) const { return mixed(near(value), value); }
  /// Minus the summed log density at `values`, those it was made of, each judged by the others.
  /// Only where the density is known.
  double surprise_at(std::span<const double> values) const;

 private:
  void fill_cells(std::span<const double> values);
  /// Summed kernels at a value, over their area; 0 beyond the grid.
  double near(double value) const;
  double mixed(double near, double value) const;

  double centre_ = 0, width_ = 0, bandwidth_ = 0;
  double low_ = 0, cell_ = 0;    ///< Where the grid begins, and the width of its cells.
  std::vector<double> kernels_;  ///< Summed, at the middle of each cell.
  double area_ = 1;              ///< Of all kernels.
};

}  // namespace nightjar::changes
