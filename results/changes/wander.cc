// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/wander.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>
#include <vector>

#include "results/changes/density.h"
#include "results/changes/drift.h"
#include "results/changes/scan.h"
#include "results/statistics/quantile.h"

namespace nightjar::changes {
namespace {

constexpr double kBound = 3;           ///< Scales by which one value may move the level.
constexpr double kWorthOfLogN = 1.65;  ///< A change is worth a level and a place among n.
constexpr double kFinest = 0.3;        ///< Scales below which a density is not believed.
constexpr size_t kPiece = 1000;        ///< Values looked at together.
constexpr std::array kPulls = {0.5, 0.8, 0.9, 0.95, 0.98, 1.0};
constexpr std::array kGains = {0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0};

/// The scale of neighbours' differences, which wandering hardly widens.
double local_scale(std::span<const double> values) {
  if (values.size() < 2) return 0;
  std::vector<double> steps;
  for (size_t i = 1; i < values.size(); ++i) steps.push_back(std::fabs(values[i] - values[i - 1]));
  const double middle = statistics::median(steps);
  const double sum = std::accumulate(steps.begin(), steps.end(), 0.0);
  const double typical =
      middle > 0 ? 1.4826 * middle : 1.2533 * sum / static_cast<double>(steps.size());
  return typical * M_SQRT1_2;
}

/// The least cost over a grid of wanderings. Begins where the search before it ended, since taking
/// one more change out of a series moves the best wandering little.
class Search {
 public:
  explicit Search(double least_scale) : least_scale_(least_scale) {}

  double least(std::span<const double> residuals) {
    costs_ = {};
    for (size_t pull = 0; is_first_ && pull < kPulls.size(); ++pull) {
      for (size_t gain = 0; gain < kGains.size(); gain += 3) consider(residuals, pull, gain);
    }
    is_first_ = false;
    double before = HUGE_VAL, now = consider(residuals, pull_, gain_);
    while (now < before) {
      before = now;
      now = step(residuals);
    }
    // Without any memory, wherever the search was.
    return std::min(now, consider(residuals, 0, 0));
  }

 private:
  /// Looks around the best so far.
  double step(std::span<const double> residuals) {
    const size_t pull = pull_, gain = gain_;
    for (size_t i = pull - std::min<size_t>(pull, 1); i <= std::min(pull + 1, kPulls.size() - 1);
         ++i) {
      for (size_t j = gain - std::min<size_t>(gain, 1); j <= std::min(gain + 1, kGains.size() - 1);
           ++j) {
        consider(residuals, i, j);
      }
    }
    return *costs_[pull_][gain_];
  }

  double consider(std::span<const double> residuals, size_t pull, size_t gain) {
    std::optional<double>& cost = costs_[pull][gain];
    if (!cost) cost = cost_of({kPulls[pull], kGains[gain]}, residuals, least_scale_);
    const std::optional<double>& best = costs_[pull_][gain_];
    if (!best || *cost < *best) {
      pull_ = pull;
      gain_ = gain;
    }
    return *costs_[pull_][gain_];
  }

  double least_scale_;
  bool is_first_ = true;
  size_t pull_ = 0, gain_ = 0;  ///< The best so far.
  std::array<std::array<std::optional<double>, kGains.size()>, kPulls.size()> costs_;
};

/// 0, 1, 2, … and in larger steps where there are many.
std::vector<size_t> counts_up_to(size_t most) {
  std::vector<size_t> counts;
  for (size_t count = 0; count < most; count += 1 + count / 8) counts.push_back(count);
  counts.push_back(most);
  return counts;
}

/// The changes of one piece that are worth their price.
Positions worthy(std::span<const double> values, const Positions& positions,
                 const std::vector<double>& chances) {
  std::vector<size_t> order(positions.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return chances[a] < chances[b]; });
  // Constants between their changes do not wander.
  const double scale = local_scale(residuals_of(values, positions));
  if (!(scale > 0)) return positions;
  const double price = kWorthOfLogN * std::log(static_cast<double>(values.size()));
  Search search(kFinest * scale);
  // A line costs what one change does: it has a slope where that has a place.
  Positions best;
  double least = search.least(residuals_of_line(values)) + price;
  for (const size_t count : counts_up_to(positions.size())) {
    Positions kept;
    for (size_t i = 0; i < count; ++i) kept.push_back(positions[order[i]]);
    std::sort(kept.begin(), kept.end());
    const double cost =
        search.least(residuals_of(values, kept)) + price * static_cast<double>(count);
    if (cost < least) {
      least = cost;
      best = std::move(kept);
    }
  }
  return best;
}

}  // namespace

double cost_of(const Wandering& wandering, std::span<const double> residuals, double least_scale) {
  const double bound = kBound * local_scale(residuals);
  std::vector<double> errors(residuals.size());
  double level = 0;
  for (size_t i = 0; i < residuals.size(); ++i) {
    errors[i] = residuals[i] - level;
    level = wandering.pull * (level + wandering.gain * std::clamp(errors[i], -bound, bound));
  }
  return Density(errors, least_scale).surprise_at(errors);
}

Positions without_wandering(std::span<const double> values, const Positions& positions,
                            const std::vector<double>& chances) {
  Positions kept;
  const size_t pieces = std::max<size_t>(1, values.size() / kPiece);
  for (size_t piece = 0; piece < pieces; ++piece) {
    const size_t begin = piece * values.size() / pieces;
    const size_t end = (piece + 1) * values.size() / pieces;
    Positions inside;
    std::vector<double> their_chances;
    for (size_t which = 0; which < positions.size(); ++which) {
      const size_t position = positions[which];
      if (position < begin || position >= end) continue;
      inside.push_back(position - begin);
      their_chances.push_back(chances[which]);
    }
    if (inside.empty()) continue;
    for (const size_t position : worthy(values.subspan(begin, end - begin), inside, their_chances))
      kept.push_back(begin + position);
  }
  return kept;
}

}  // namespace nightjar::changes
