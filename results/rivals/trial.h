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
  kMemory8,  ///< Autocorrelation 0.8, and so on.
  kMemory9,
  kMemory95,
  kMemory99,
  kWalk,       ///< A random walk that moves by 0.3 deviations at every value.
  kNoisyWalk,  ///< One that moves by 0.1 deviations, beneath fresh scatter.
  kCycle,      ///< A sine of 168 values and fresh scatter, of equal variance.
  kSlope,      ///< Rises by 5 deviations from one end to the other, beneath fresh scatter.
  kBursts,     ///< Its variance remembers: GARCH(1, 1) with 0.15 and 0.8.
  kLogNormal,  ///< Of a normal with deviation 1.
  kWild,       ///< 1 % of values are too large by ten times a Cauchy distribution's.
};

/// What is drawn: values around 10, and from a place between a quarter and three quarters of them
/// on a step; of 250 values between 60 and 189.
struct Recipe {
  Scatter scatter = Scatter::kGauss;
  double cv = 0.01;
  double step = 0;  ///< Relative; 0 for a series without a change.
  size_t size = 250;
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
