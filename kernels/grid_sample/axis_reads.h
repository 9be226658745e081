// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Where one coordinate of a grid reads along its axis, and with which weights.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "kernels/grid_sample/grid_sample.h"

namespace nightjar::kernels::grid_sample {

/// Up to four neighbours; those outside of a zero padding have weight 0 and read element 0.
template <typename C>
struct AxisReads {
  std::array<int64_t, 4> indices{};
  std::array<C, 4> weights{};
};

/// Reads along one axis of a given extent.
template <typename C>
class AxisReader {
 public:
  AxisReader(const GridSampleProblem& problem, int64_t extent)
      : mode_(problem.mode),
        padding_(problem.padding),
        align_corners_(problem.align_corners),
        extent_(extent) {}

  int64_t width() const {
    return mode_ == SampleMode::kNearest ? 1 : (mode_ == SampleMode::kLinear ? 2 : 4);
  }

  AxisReads<C> read(C coordinate) const {
    const C position = place(coordinate);
    AxisReads<C> reads;
    if (mode_ == SampleMode::kNearest) {
      set(reads, 0, static_cast<int64_t>(std::nearbyint(position)), C(1));
      return reads;
    }
    const C base = std::floor(position);
    const C t = position - base;
    const auto first = static_cast<int64_t>(base);
    if (mode_ == SampleMode::kLinear) {
      set(reads, 0, first, 1 - t);
      set(reads, 1, first + 1, t);
      return reads;
    }
    set(reads, 0, first - 1, far_weight(1 + t));
    set(reads, 1, first, near_weight(t));
    set(reads, 2, first + 1, near_weight(1 - t));
    set(reads, 3, first + 2, far_weight(2 - t));
    return reads;
  }

 private:
  static constexpr C kA = C(-0.75);
  static C near_weight(C d) { return ((kA + 2) * d - (kA + 3)) * d * d + 1; }
  static C far_weight(C d) { return ((kA * d - 5 * kA) * d + 8 * kA) * d - 4 * kA; }

  /// The coordinate in elements; far ones and those that are no number stay in the range of
  /// integers.
  C place(C coordinate) const {
    const C extent = static_cast<C>(extent_);
    const C position =
        align_corners_ ? (coordinate + 1) / 2 * (extent - 1) : ((coordinate + 1) * extent - 1) / 2;
    constexpr C kFar = C(1 << 30);
    return std::isnan(position) ? C(-4) : std::clamp(position, -kFar, kFar);
  }

  void set(AxisReads<C>& reads, size_t number, int64_t index, C weight) const {
    const bool is_outside = index < 0 || index >= extent_;
    if (is_outside && padding_ == SamplePadding::kZeros) return;
    reads.indices[number] = is_outside ? inside(index) : index;
    reads.weights[number] = weight;
  }

  int64_t inside(int64_t index) const {
    if (padding_ == SamplePadding::kBorder) return std::clamp<int64_t>(index, 0, extent_ - 1);
    // Mirrors stand on the outermost elements, or on their outer edges.
    const int64_t period = align_corners_ ? 2 * (extent_ - 1) : 2 * extent_;
    if (period == 0) return 0;
    const int64_t turn = (index % period + period) % period;
    return turn < extent_ ? turn : period - turn - (align_corners_ ? 0 : 1);
  }

  SampleMode mode_;
  SamplePadding padding_;
  bool align_corners_;
  int64_t extent_;
};

}  // namespace nightjar::kernels::grid_sample
