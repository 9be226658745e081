// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How the values of one tensor are spread, kept in bounded memory while they come in.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace nightjar::quantize {

/// Bins of equal width from -reach to reach. The reach, a power of two, doubles when a value lies
/// beyond it: pairs of bins become one. Zero is always a border. Values that are no numbers are
/// left out.
class Histogram {
 public:
  static constexpr int64_t kBinsPerSide = 2048;
  static constexpr int64_t kBins = 2 * kBinsPerSide;

  void add(std::span<const float> values);

  /// Of all values and zero.
  double low() const { return low_; }
  double high() const { return high_; }
  uint64_t count() const { return count_; }
  double bin_width() const { return reach_ / static_cast<double>(kBinsPerSide); }
  uint64_t bin(int64_t index) const { return bins_[static_cast<size_t>(index)]; }
  /// The middle of a bin.
  double center(int64_t index) const {
    return (static_cast<double>(index - kBinsPerSide) + 0.5) * bin_width();
  }

 private:
  void widen(double value);

  std::array<uint64_t, kBins> bins_{};
  double reach_ = 0x1p-20;
  double low_ = 0, high_ = 0;
  uint64_t count_ = 0;
};

}  // namespace nightjar::quantize
