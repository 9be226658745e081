// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/sparkline.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace nightjar::report {

std::string sparkline(std::span<const double> values) {
  constexpr const char* kBars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  constexpr double kLeastSpread = 0.01;
  constexpr int kTop = static_cast<int>(std::size(kBars)) - 1;
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  const bool is_level = !(high - low > kLeastSpread * std::fabs(low));
  std::string bars;
  for (const double value : values) {
    if (!std::isfinite(value)) {
      bars += ' ';
      continue;
    }
    const double height = is_level ? 0.5 : (value - low) / (high - low);
    bars += kBars[std::clamp(static_cast<int>(std::lround(height * kTop)), 0, kTop)];
  }
  return bars;
}

}  // namespace nightjar::report
