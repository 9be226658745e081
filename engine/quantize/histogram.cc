// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/quantize/histogram.h"

#include <algorithm>
#include <cmath>

namespace nightjar::quantize {

void Histogram::widen(double value) {
  while (std::abs(value) > reach_) {
    std::array<uint64_t, kBins> wide{};
    for (int64_t i = 0; i < kBins; ++i) {
      const int64_t from_zero = i - kBinsPerSide;
      const int64_t halved = from_zero >= 0 ? from_zero / 2 : -((-from_zero + 1) / 2);
      wide[static_cast<size_t>(halved + kBinsPerSide)] += bins_[static_cast<size_t>(i)];
    }
    bins_ = wide;
    reach_ *= 2;
  }
}

void Histogram::add(std::span<const float> values) {
  double low = low_, high = high_;
  for (const float value : values) {
    if (!std::isfinite(value)) continue;
    low = std::min(low, static_cast<double>(value));
    high = std::max(high, static_cast<double>(value));
  }
  low_ = low;
  high_ = high;
  widen(std::max(-low, high));
  const double per_unit = 1 / bin_width();
  for (const float value : values) {
    if (!std::isfinite(value)) continue;
    const auto index = static_cast<int64_t>(std::floor(value * per_unit)) + kBinsPerSide;
    ++bins_[static_cast<size_t>(std::clamp<int64_t>(index, 0, kBins - 1))];
    ++count_;
  }
}

}  // namespace nightjar::quantize
