// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/server_load.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace nightjar::statistics {

std::vector<int64_t> poisson_arrivals_ns(double rate_per_s, int64_t count,
                                         std::mt19937_64& generator) {
  NIGHTJAR_CHECK(rate_per_s > 0 && std::isfinite(rate_per_s), "queries arrive at a positive rate");
  std::vector<int64_t> times;
  times.reserve(static_cast<size_t>(std::max<int64_t>(count, 0)));
  double now_ns = 0;
  for (int64_t i = 0; i < count; ++i) {
    // The upper 53 bits, moved off zero: distributions of the standard library differ by library.
    const double uniform = (static_cast<double>(generator() >> 11) + 0.5) * 0x1p-53;
    now_ns -= std::log(uniform) / rate_per_s * 1e9;
    times.push_back(std::llround(now_ns));
  }
  return times;
}

double highest_rate(double start_per_s, const std::function<bool(double)>& meets_bound,
                    const RateSearch& search) {
  NIGHTJAR_CHECK(search.lowest_per_s > 0 && search.lowest_per_s <= search.highest_per_s &&
                     search.precision > 0,
                 "a search has rates and a precision above zero");
  double good = std::clamp(start_per_s, search.lowest_per_s, search.highest_per_s);
  double bad = good;
  if (meets_bound(good)) {
    do {
      if (good >= search.highest_per_s) return good;
      bad = std::min(2 * good, search.highest_per_s);
      if (!meets_bound(bad)) break;
      good = bad;
    } while (true);
  } else {
    do {
      if (good <= search.lowest_per_s) return 0;
      bad = good;
      good = std::max(0.5 * good, search.lowest_per_s);
    } while (!meets_bound(good));
  }
  while (bad > good * (1 + search.precision)) {
    const double middle = 0.5 * (good + bad);
    (meets_bound(middle) ? good : bad) = middle;
  }
  return good;
}

}  // namespace nightjar::statistics
