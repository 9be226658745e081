// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/layers.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "results/statistics/quantile.h"
#include "results/statistics/robust.h"

namespace nightjar::verdict {
namespace {

constexpr size_t kFewestLayers = 3;   ///< To tell one from the rest.
constexpr double kPaceShare = 0.002;  ///< Smaller layers say little about the pace.
constexpr double kLeastNoise = 0.01;  ///< Of the singled-out change, however calm the layers.
constexpr double kCriticalZ = 3;
constexpr double kOutlierZ = 4;        ///< Of one layer among the others,
constexpr double kLeastSpread = 0.05;  ///< which are believed to scatter at least so much,
constexpr double kLeastOutlier = 0.1;  ///< and share of the whole that outliers must have made.
constexpr double kLeastPart = 0.5;     ///< Of the whole's change, that singled-out layers made,
constexpr double kMostPart = 2;        ///< and at most, to be the same change.
constexpr double kExplained = 0.8;     ///< Layers are listed until they explain this much,
constexpr size_t kMostLayers = 3;      ///< or are this many.

struct Pair {
  const record::LayerRow* before = nullptr;
  const record::LayerRow* after = nullptr;

  double old_ns() const { return before == nullptr ? 0 : before->median_ns; }
  double new_ns() const { return after == nullptr ? 0 : after->median_ns; }
  bool both() const { return old_ns() > 0 && new_ns() > 0; }
};

/// Layers of both sides by name; the n-th of one name goes with the n-th of the other side.
std::vector<Pair> pair_by_name(std::span<const record::LayerRow> old_layers,
                               std::span<const record::LayerRow> new_layers) {
  std::map<std::pair<std::string, int>, Pair> pairs;
  std::map<std::string, int> seen;
  for (const record::LayerRow& row : old_layers) pairs[{row.name, seen[row.name]++}].before = &row;
  seen.clear();
  for (const record::LayerRow& row : new_layers) pairs[{row.name, seen[row.name]++}].after = &row;
  std::vector<Pair> list;
  for (const auto& [key, pair] : pairs) list.push_back(pair);
  return list;
}

double sum_old(const std::vector<Pair>& pairs) {
  double sum = 0;
  for (const Pair& pair : pairs) sum += pair.old_ns();
  return sum;
}

/// Log ratios of the layers that are on both sides and large enough to be timed well.
std::vector<double> log_ratios(const std::vector<Pair>& pairs, double total) {
  std::vector<double> ratios;
  for (const Pair& pair : pairs) {
    if (pair.both() && pair.old_ns() >= kPaceShare * total) {
      ratios.push_back(std::log(pair.new_ns() / pair.old_ns()));
    }
  }
  return ratios;
}

/// Spread of the singled-out change when layers only scatter: each by `spread`, weighted by share.
double singled_noise(const std::vector<Pair>& pairs, double total, double spread) {
  double squares = 0;
  for (const Pair& pair : pairs) squares += std::pow(pair.old_ns() / total, 2);
  return std::max(kLeastNoise, spread * std::sqrt(squares));
}

/// What the layers that left the pace far more than the others scatter did together, as a share of
/// the whole at its new pace. It finds one slow layer where a busy machine scatters all of them.
double outliers_share(const std::vector<Pair>& pairs, double total, double pace, double spread) {
  const double far = kOutlierZ * std::max(spread, kLeastSpread);
  double sum_ns = 0;
  for (const Pair& pair : pairs) {
    if (!pair.both() || std::fabs(std::log(pair.new_ns() / pair.old_ns()) - pace) < far) continue;
    sum_ns += pair.new_ns() - pair.old_ns() * std::exp(pace);
  }
  return sum_ns / (total * std::exp(pace));
}

record::LayerChange change_of(const Pair& pair, double pace_factor, double singled_ns) {
  record::LayerChange change;
  change.layer = pair.after != nullptr ? pair.after->name : pair.before->name;
  if (pair.before != nullptr) change.old_tactic = pair.before->tactic;
  if (pair.after != nullptr) change.new_tactic = pair.after->tactic;
  change.old_ns = pair.old_ns();
  change.new_ns = pair.new_ns();
  change.share = (change.new_ns - change.old_ns * pace_factor) / singled_ns;
  return change;
}

/// The layers with the largest shares, until enough is explained.
std::vector<record::LayerChange> explaining_layers(const std::vector<Pair>& pairs,
                                                   double pace_factor, double singled_ns) {
  std::vector<record::LayerChange> changes;
  for (const Pair& pair : pairs) changes.push_back(change_of(pair, pace_factor, singled_ns));
  std::stable_sort(changes.begin(), changes.end(),
                   [](const auto& a, const auto& b) { return a.share > b.share; });
  double explained = 0;
  size_t count = 0;
  while (count < changes.size() && count < kMostLayers && explained < kExplained &&
         changes[count].share > 0) {
    explained += changes[count++].share;
  }
  changes.resize(count);
  return changes;
}

}  // namespace

double LayerComparison::explained() const {
  double sum = 0;
  for (const record::LayerChange& layer : layers) sum += layer.share;
  return sum;
}

LayerComparison compare_layers(std::span<const record::LayerRow> old_layers,
                               std::span<const record::LayerRow> new_layers, double change) {
  LayerComparison comparison;
  const std::vector<Pair> pairs = pair_by_name(old_layers, new_layers);
  const double total = sum_old(pairs);
  const std::vector<double> ratios = log_ratios(pairs, total);
  if (ratios.size() < kFewestLayers || total <= 0) return comparison;

  const double pace = statistics::median(ratios);
  const double pace_factor = std::exp(pace);
  double singled_ns = 0;
  for (const Pair& pair : pairs) singled_ns += pair.new_ns() - pair.old_ns() * pace_factor;
  comparison.pace = pace_factor - 1;
  comparison.singled = singled_ns / (total * pace_factor);

  const double spread = statistics::robust_sd(ratios);
  const double outliers = outliers_share(pairs, total, pace, spread);
  const bool has_outlier = std::fabs(outliers) >= kLeastOutlier &&
                           std::fabs(outliers) >= kLeastPart * std::fabs(comparison.singled) &&
                           (outliers > 0) == (comparison.singled > 0);
  const double noise = singled_noise(pairs, total, spread);
  const bool stands_out = std::fabs(comparison.singled) >= kCriticalZ * noise || has_outlier;
  const bool same_direction = (comparison.singled > 0) == (change > 0);
  // The profile is a pass of its own: what it shows must be what the whole shows.
  const double part = std::fabs(comparison.singled) / std::fabs(change);
  const bool agrees = same_direction && part >= kLeastPart && part <= kMostPart;
  comparison.evidence = stands_out && agrees ? LayerEvidence::kSupports : LayerEvidence::kAlike;
  if (comparison.evidence == LayerEvidence::kSupports) {
    comparison.layers = explaining_layers(pairs, pace_factor, singled_ns);
  }
  return comparison;
}

}  // namespace nightjar::verdict
