// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/variance_components.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "base/check.h"
#include "results/statistics/distributions.h"

namespace nightjar::statistics {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Unit {
  double count = 0, sum = 0;

  double mean() const { return sum / count; }
};

using Place = std::vector<int64_t>;
using Units = std::map<Place, Unit>;

Place outer(const Place& place, size_t length) {
  return {place.begin(), place.begin() + static_cast<std::ptrdiff_t>(length)};
}

/// Units of each level; level 0 is everything, the last one has a unit for every value.
std::vector<Units> units_of(std::span<const NestedValue> values, size_t levels) {
  std::vector<Units> units(levels + 1);
  for (size_t i = 0; i < values.size(); ++i) {
    Place place = values[i].place;
    place.push_back(static_cast<int64_t>(i));
    for (size_t level = 0; level <= levels; ++level) {
      Unit& unit = units[level][outer(place, level)];
      unit.count += 1;
      unit.sum += values[i].value;
    }
  }
  return units;
}

/// Between the units of a level, within those of the level outside it.
struct Row {
  double square = 0;           ///< Mean square.
  double degrees = 0;          ///< Units less outer units.
  std::vector<double> shares;  ///< What each level's component is multiplied by in its expectation.
};

Row row_of(const std::vector<Units>& units, size_t level) {
  Row row;
  const size_t levels = units.size() - 1;
  row.degrees =
      static_cast<double>(units[level].size()) - static_cast<double>(units[level - 1].size());
  row.shares.assign(levels + 1, 0);
  if (row.degrees == 0) return row;
  for (const auto& [place, unit] : units[level]) {
    const double distance = unit.mean() - units[level - 1].at(outer(place, level - 1)).mean();
    row.square += unit.count * distance * distance / row.degrees;
  }
  for (size_t inner = level; inner <= levels; ++inner) {
    for (const auto& [place, unit] : units[inner]) {
      const double here = units[level].at(outer(place, level)).count;
      const double outside = units[level - 1].at(outer(place, level - 1)).count;
      row.shares[inner] += unit.count * unit.count * (1 / here - 1 / outside) / row.degrees;
    }
  }
  return row;
}

/// The z with P(Z <= z) = 0.975.
constexpr double kHalfWidth = 1.959964;

/// Chi-squared's quantile over its degrees, nearly (Wilson and Hilferty 1931).
double chi_squared_share(double z, double degrees) {
  const double part = 2 / (9 * degrees);
  return std::pow(std::max(0.0, 1 - part + z * std::sqrt(part)), 3);
}

/// The component of `level`: its mean square less what the inner levels put into it.
class Solver {
 public:
  explicit Solver(const std::vector<Units>& units) {
    for (size_t level = 0; level < units.size(); ++level) {
      rows_.push_back(level == 0 ? Row{} : row_of(units, level));
    }
    weights_.resize(units.size());
    variances_.resize(units.size());
    for (size_t level = units.size() - 1; level >= 1; --level) solve(level);
  }

  VarianceComponent component(size_t level) const {
    VarianceComponent found;
    found.high = kInfinity;
    if (weights_[level].empty()) return found;
    found.variance = std::max(0.0, variances_[level]);
    double uncertainty = 0, upper = 0;
    for (size_t i = 1; i < rows_.size(); ++i) {
      const double part = weights_[level][i] * rows_[i].square;
      if (rows_[i].degrees > 0) uncertainty += part * part / rows_[i].degrees;
      upper += std::max(0.0, part);
    }
    found.degrees = own_degrees(level, uncertainty);
    const double low_share = chi_squared_share(kHalfWidth, found.degrees);
    const double high_share = chi_squared_share(-kHalfWidth, found.degrees);
    found.low = found.variance / low_share;
    // A component that came out as nothing may still be a part of the mean square it hid in.
    const double above = found.variance > 0 ? found.variance : upper;
    found.high = high_share > 0 ? above / high_share : kInfinity;
    return found;
  }

 private:
  void solve(size_t level) {
    const Row& row = rows_[level];
    if (row.degrees == 0 || !(row.shares[level] > 0)) return;
    std::vector<double> weights(rows_.size());
    weights[level] = 1 / row.shares[level];
    for (size_t inner = level + 1; inner < rows_.size(); ++inner) {
      // What lies inside has no unit twice: the two levels cannot be told apart here.
      if (weights_[inner].empty() && row.shares[inner] > 0) continue;
      for (size_t i = 1; i < weights.size() && !weights_[inner].empty(); ++i) {
        weights[i] -= row.shares[inner] / row.shares[level] * weights_[inner][i];
      }
    }
    for (size_t i = 1; i < weights.size(); ++i) variances_[level] += weights[i] * rows_[i].square;
    weights_[level] = std::move(weights);
  }

  /// Satterthwaite's, and never more than there are units of the level.
  double own_degrees(size_t level, double uncertainty) const {
    const double variance = variances_[level];
    if (!(uncertainty > 0) || variance <= 0) return rows_[level].degrees;
    return std::clamp(variance * variance / uncertainty, 1.0, rows_[level].degrees);
  }

  std::vector<Row> rows_;                     ///< By level, from 1 on.
  std::vector<std::vector<double>> weights_;  ///< Of the mean squares in each component.
  std::vector<double> variances_;
};

}  // namespace

std::vector<VarianceComponent> variance_components(std::span<const NestedValue> values) {
  if (values.empty()) return {};
  const size_t levels = values.front().place.size() + 1;
  NIGHTJAR_CHECK(std::all_of(values.begin(), values.end(),
                             [&](const NestedValue& v) { return v.place.size() + 1 == levels; }),
                 "all values of a nested design have places of the same length");
  const Solver solver(units_of(values, levels));
  std::vector<VarianceComponent> components;
  for (size_t level = 1; level <= levels; ++level) components.push_back(solver.component(level));
  return components;
}

}  // namespace nightjar::statistics
