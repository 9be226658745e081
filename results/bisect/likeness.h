// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Whether two sets of figures come from the same thing, from different ones, or cannot tell yet.
#pragma once

#include <cstdint>
#include <span>

namespace nightjar::bisect {

enum class Likeness : uint8_t { kUnknown, kSame, kDifferent };
const char* to_string(Likeness likeness);  ///< unknown, same, different

struct Comparison {
  Likeness likeness = Likeness::kUnknown;
  double change = 0;         ///< Of the second over the first: 0.1 is 10 % more.
  double low = 0, high = 0;  ///< Its 99 % interval.
};

/// Of positive figures, one a process. Hodges and Lehmann's shift of the logarithms, with the
/// interval that belongs to Mann and Whitney's test. Different: the interval excludes 0 and the
/// shift is at least half of `least_change`; same: the interval lies within half of it.
Comparison compare(std::span<const double> first, std::span<const double> second,
                   double least_change);

}  // namespace nightjar::bisect
