// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How much of a scatter comes from which level of a nested design: workers, their days, the builds
// of a day, the processes of a build, the samples of a process.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace nightjar::statistics {

/// One value and where it was taken, from the outermost unit to the innermost: {worker, day, build,
/// process}. A unit is meant within those before it, so numbers may be used again. Values of equal
/// place are samples, the last level of all.
struct NestedValue {
  std::vector<int64_t> place;
  double value = 0;
};

/// What one level adds to the variance of a single value.
struct VarianceComponent {
  double variance = 0;  ///< The estimate; 0 where it came out negative.
  double degrees = 0;   ///< Degrees of freedom it is worth; 0 where nothing says anything about it.
  double low = 0, high = 0;  ///< Its 95 % interval; infinite above where it is not known.

  bool is_known() const { return degrees > 0; }
};

/// One component a level, outermost first, and last that of samples. By sums of squares between
/// units of each level, for unequal numbers of them too (Searle, Casella and McCulloch 1992,
/// chapter 3); degrees and intervals by Satterthwaite 1946. All places have the same length.
/// Two levels that always change together cannot be told apart: the outer one gets both. For
/// values that scatter by factors, pass logarithms: components are then squares of relative
/// deviations.
std::vector<VarianceComponent> variance_components(std::span<const NestedValue> values);

}  // namespace nightjar::statistics
