// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/segment.h"

#include <algorithm>
#include <cmath>

#include "results/changes/eliminate.h"
#include "results/changes/scan.h"

namespace nightjar::changes {
namespace {

constexpr size_t kShortestWindow = 4 * kShortestLevel;
constexpr double kShareOfGrid = 0.3;  ///< Of the risk, that the windows of the grid may take.

struct Window {
  size_t begin = 0, end = 0;

  size_t length() const { return end - begin; }
};

struct Split {
  Window window;
  size_t position = 0;
  double z = 0, chance = 2;

  bool is_before(const Split& other) const {
    return chance < other.chance || (chance == other.chance && z > other.z);
  }
};

/// Lengths fall by the square root of two; windows of one length overlap by about half.
std::vector<Window> grid_of(size_t size) {
  std::vector<Window> grid;
  double layers = 1;
  for (; static_cast<double>(size) / layers >= kShortestWindow; layers *= M_SQRT2) {
    const auto length = static_cast<size_t>(std::ceil(static_cast<double>(size) / layers));
    const auto count = static_cast<size_t>(2 * std::ceil(layers - 1e-9)) - 1;
    for (size_t i = 0; i < count; ++i) {
      const size_t begin = count == 1 ? 0 : i * (size - length) / (count - 1);
      grid.push_back({begin, begin + length});
    }
  }
  return grid;
}

class Segmenter {
 public:
  Segmenter(std::span<const double> innovations, const Noise& noise, double significance)
      : innovations_(innovations), noise_(noise), significance_(significance) {
    for (const Window& window : grid_of(innovations.size())) {
      const Split split = best_split(window, 1 / kShareOfGrid);
      if (split.chance <= significance) grid_.push_back(split);
    }
  }

  void divide(const Window& window, Positions& positions) const {
    if (window.length() < 2 * kShortestLevel) return;
    Split best = best_split(window, 1);
    for (const Split& split : grid_) {
      const bool is_inside = split.window.begin >= window.begin && split.window.end <= window.end;
      if (is_inside && split.is_before(best)) best = split;
    }
    if (best.position == 0 || best.chance > significance_) return;
    divide({window.begin, best.position}, positions);
    positions.push_back(best.position);
    divide({best.position, window.end}, positions);
  }

 private:
  Split best_split(const Window& window, double weight) const {
    Split split;
    const Peak peak = scan(innovations_.subspan(window.begin, window.length()), noise_);
    if (peak.position == 0) return split;
    split.window = window;
    split.position = window.begin + peak.position;
    split.z = peak.z;
    split.chance = weight * chance_of_peak(peak.z, window.length()) *
                   static_cast<double>(innovations_.size()) / static_cast<double>(window.length());
    return split;
  }

  std::span<const double> innovations_;
  const Noise& noise_;
  double significance_;
  std::vector<Split> grid_;
};

}  // namespace

Positions segment(std::span<const double> innovations, const Noise& noise, double significance) {
  Positions positions;
  const Segmenter segmenter(innovations, noise, significance);
  segmenter.divide({0, innovations.size()}, positions);
  return positions;
}

double chance_between(std::span<const double> innovations, const Noise& noise,
                      const Positions& positions, size_t which) {
  const size_t begin = begin_before(positions, which);
  const size_t length = end_after(positions, which, innovations.size()) - begin;
  const double z =
      difference_at(innovations.subspan(begin, length), positions[which] - begin, noise);
  return chance_of_peak(z, length) * static_cast<double>(innovations.size()) /
         static_cast<double>(length);
}

Positions prune(std::span<const double> innovations, const Noise& noise, Positions positions,
                double significance) {
  const auto chance_of = [&](const Positions& list, size_t which) {
    return chance_between(innovations, noise, list, which);
  };
  eliminate(chance_of, significance, positions);
  return positions;
}

}  // namespace nightjar::changes
