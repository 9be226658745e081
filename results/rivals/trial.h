// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Series whose change is known, and how well a rule finds it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <span>
#include <vector>

namespace nightjar::rivals {

/// First values of the new levels that a rule found.
using Found = std::vector<size_t>;
using Rule = std::function<Found(std::span<const double>)>;

enum class Scatter : uint8_t {
  kGauss,
  kHeavy,    ///< Student's t with 3 degrees, and 2 % of values 5 to 30 % too large.
  kBimodal,  ///< A quarter of the values four deviations higher.
  kMemory,   ///< Autocorrelation 0.6 between neighbours.
  kSkewed,   ///< Exponential: none below the mean by more than one deviation.
  kRounded,  ///< To whole deviations.
  kDays,     ///< Half of the variance wanders with autocorrelation 0.8, half is fresh every time.
};

/// What is drawn: 250 values around 10, and from a place between 60 and 189 on a step.
struct Recipe {
  Scatter scatter = Scatter::kGauss;
  double cv = 0.01;
  double step = 0;  ///< Relative; 0 for a series without a change.
};

struct Sample {
  std::vector<double> values;
  std::optional<size_t> change;
};

Sample draw(const Recipe& recipe, std::mt19937_64& generator);

/// Counts over series: the first found within 3 values of the change is a hit, every other one is
/// false, and a change without a hit is missed.
struct Tally {
  int64_t hits = 0, false_alarms = 0, missed = 0, values = 0;

  void add(const Sample& sample, const Found& found);
  double precision() const;
  double recall() const;
  double f1() const;
  double false_per_thousand() const;
};

/// The tally of `count` series from a seed.
Tally try_rule(const Rule& rule, const Recipe& recipe, int64_t count, uint64_t seed);

}  // namespace nightjar::rivals
