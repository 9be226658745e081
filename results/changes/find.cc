// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/find.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "results/changes/drift.h"
#include "results/changes/eliminate.h"
#include "results/changes/levels.h"
#include "results/changes/locate.h"
#include "results/changes/noise.h"
#include "results/changes/replay.h"
#include "results/changes/scan.h"
#include "results/changes/segment.h"
#include "results/changes/wander.h"
#include "results/statistics/quantile.h"
#include "results/statistics/robust.h"

namespace nightjar::changes {
namespace {

constexpr double kLiberal = 0.05;  ///< Significance while the noise is still being learnt.
constexpr int kRoundsOfLearning = 2;
/// Replays are asked only where theory has found a change already: of series without one, those
/// that pass both tests are far fewer than either says, and a replay's chance counts for so much
/// less.
constexpr double kReplayRisk = 4;
constexpr double kBeyondDoubt = 1e-9;  ///< Replays cannot tell such a chance from a larger one.
constexpr double kBeyondMemory = 5;    ///< Deviations between levels that no memory wanders.

struct Candidates {
  Noise noise;
  Positions positions;
  std::vector<double> chances;
};

/// Noise multiplies what is positive: latencies, sizes, rates. Other values that are so large that
/// their differences have no number are made smaller.
std::vector<double> on_their_scale(std::span<const double> values) {
  std::vector<double> list(values.begin(), values.end());
  const bool is_positive = std::all_of(list.begin(), list.end(), [](double v) { return v > 0; });
  const bool is_huge =
      std::any_of(list.begin(), list.end(), [](double v) { return std::fabs(v) > 0x1p+900; });
  for (double& value : list) {
    value = is_positive ? std::log(value) : is_huge ? value * 0x1p-200 : value;
  }
  return list;
}

Positions candidates_of(std::span<const double> values, const Noise& noise, double significance) {
  const std::vector<double> fresh = innovations(values, noise.autocorrelation);
  Positions positions = locate(values, noise, segment(fresh, noise, significance));
  return prune(fresh, noise, std::move(positions), significance);
}

Candidates learn(std::span<const double> values, double significance) {
  Candidates found;
  found.noise = guess_noise(values);
  for (int round = 0; round < kRoundsOfLearning; ++round) {
    found.positions = candidates_of(values, found.noise, std::max(kLiberal, significance));
    found.noise = fit_noise(residuals_of(values, found.positions), found.positions.size() + 1);
  }
  found.positions = candidates_of(values, found.noise, significance);
  found.positions = locate(values, found.noise, std::move(found.positions));
  found.positions = without_slopes(values, found.noise, std::move(found.positions));
  return found;
}

/// Chances by the noise's own theory.
std::vector<double> chances_of(std::span<const double> fresh, const Candidates& found) {
  std::vector<double> chances;
  for (size_t which = 0; which < found.positions.size(); ++which) {
    chances.push_back(chance_between(fresh, found.noise, found.positions, which));
  }
  return chances;
}

double chance_in_replays(std::span<const double> values, const Positions& positions, size_t which) {
  const size_t begin = begin_before(positions, which);
  const size_t length = end_after(positions, which, values.size()) - begin;
  return chance_without_change(values.subspan(begin, length)) * static_cast<double>(values.size()) /
         static_cast<double>(length) / kReplayRisk;
}

/// By how much the middle halves of the two levels that meet at a change stay clear of each other.
double gap_at(std::span<const double> values, const Positions& positions, size_t which) {
  const size_t begin = begin_before(positions, which), index = positions[which];
  const size_t end = end_after(positions, which, values.size());
  std::vector<double> before(values.begin() + begin, values.begin() + index);
  std::vector<double> after(values.begin() + index, values.begin() + end);
  std::sort(before.begin(), before.end());
  std::sort(after.begin(), after.end());
  const double up = statistics::quantile(after, 0.25) - statistics::quantile(before, 0.75);
  const double down = statistics::quantile(before, 0.25) - statistics::quantile(after, 0.75);
  return std::max(up, down);
}

/// Takes out, one after the other, what a series without changes may have shown as well.
void replay(std::span<const double> values, double significance, Candidates& found) {
  const std::vector<double> fresh = innovations(values, found.noise.autocorrelation);
  const double deviation = statistics::robust_sd(residuals_of(values, found.positions));
  const auto chance_of = [&](const Positions& positions, size_t which) {
    const double chance = chance_between(fresh, found.noise, positions, which);
    const bool is_plain =
        chance < kBeyondDoubt || gap_at(values, positions, which) > kBeyondMemory * deviation;
    return is_plain ? chance : std::max(chance, chance_in_replays(values, positions, which));
  };
  found.chances = eliminate(chance_of, significance, found.positions);
}

std::vector<Change> describe(std::span<const double> values, const Candidates& found) {
  std::vector<Change> changes;
  for (size_t which = 0; which < found.positions.size(); ++which) {
    const size_t begin = begin_before(found.positions, which);
    const size_t index = found.positions[which];
    const size_t end = end_after(found.positions, which, values.size());
    changes.push_back({index, statistics::median(values.subspan(begin, index - begin)),
                       statistics::median(values.subspan(index, end - index)),
                       found.chances[which]});
  }
  return changes;
}

}  // namespace

std::vector<Change> find_changes(std::span<const double> values, const Settings& settings) {
  NIGHTJAR_CHECK(
      std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); }),
      "a series has finite values");
  if (values.size() < 2 * kShortestLevel) return {};
  const std::vector<double> scaled = on_their_scale(values);
  Candidates found = learn(scaled, settings.significance);
  const std::vector<double> fresh = innovations(scaled, found.noise.autocorrelation);
  found.positions = without_wandering(scaled, found.positions, chances_of(fresh, found));
  replay(scaled, settings.significance, found);
  return describe(values, found);
}

}  // namespace nightjar::changes
