// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/rivals/trial.h"

#include <cmath>

namespace nightjar::rivals {
namespace {

constexpr double kLevel = 10;
constexpr size_t kNear = 3;

/// Factors of mean about one, one after the other.
class Noise {
 public:
  Noise(const Recipe& recipe, std::mt19937_64& generator)
      : recipe_(recipe), generator_(generator), earlier_(normal_(generator)) {}

  double next() {
    const double factor = std::exp(recipe_.cv * deviation());
    if (recipe_.scatter == Scatter::kHeavy && happens(0.02)) {
      return factor * (1.05 + 0.25 * uniform_(generator_));
    }
    if (recipe_.scatter == Scatter::kBimodal && happens(0.25)) return factor * (1 + 4 * recipe_.cv);
    return factor;
  }

 private:
  /// Mean zero, standard deviation one where it has one.
  double deviation() {
    switch (recipe_.scatter) {
      case Scatter::kGauss:
      case Scatter::kBimodal:
        return normal_(generator_);
      case Scatter::kHeavy:
        return student_(generator_) / std::sqrt(3.0);
      case Scatter::kSkewed:
        return exponential_(generator_) - 1;
      case Scatter::kRounded:
        return std::round(normal_(generator_));
      case Scatter::kBursts:
        return burst();
      case Scatter::kLogNormal:
        // Mean sqrt(e), variance e (e - 1).
        return (std::exp(normal_(generator_)) - std::exp(0.5)) / std::sqrt(M_E * (M_E - 1));
      case Scatter::kWild:
        return normal_(generator_) + (happens(0.01) ? 10 * std::fabs(cauchy_(generator_)) : 0);
      default:
        return remembered();
    }
  }

  /// What depends on the values before, or on their number.
  double remembered() {
    constexpr double kCycle = 168;
    const auto place = static_cast<double>(count_++);
    switch (recipe_.scatter) {
      case Scatter::kMemory:
        return wander(0.6);
      case Scatter::kMemory8:
        return wander(0.8);
      case Scatter::kMemory9:
        return wander(0.9);
      case Scatter::kMemory95:
        return wander(0.95);
      case Scatter::kMemory99:
        return wander(0.99);
      case Scatter::kDays:
        return (wander(0.8) + normal_(generator_)) * M_SQRT1_2;
      case Scatter::kWalk:
        return walk_ += 0.3 * normal_(generator_);
      case Scatter::kNoisyWalk:
        walk_ += 0.1 * normal_(generator_);
        return walk_ + normal_(generator_);
      case Scatter::kCycle:
        return std::sin(2 * M_PI * place / kCycle) + normal_(generator_) * M_SQRT1_2;
      default:  // kSlope
        return 5 * place / static_cast<double>(recipe_.size) + normal_(generator_);
    }
  }

  double burst() {
    variance_ = 0.05 + 0.15 * earlier_ * earlier_ + 0.8 * variance_;
    return earlier_ = std::sqrt(variance_) * normal_(generator_);
  }

  double wander(double memory) {
    const double value = earlier_;
    earlier_ = memory * value + std::sqrt(1 - memory * memory) * normal_(generator_);
    return value;
  }

  bool happens(double chance) { return uniform_(generator_) < chance; }

  const Recipe& recipe_;
  std::mt19937_64& generator_;
  std::normal_distribution<double> normal_;
  std::student_t_distribution<double> student_{3};
  std::exponential_distribution<double> exponential_;
  std::cauchy_distribution<double> cauchy_;
  std::uniform_real_distribution<double> uniform_;
  double earlier_;
  double walk_ = 0, variance_ = 1;
  size_t count_ = 0;
};

double share(int64_t part, int64_t other) {
  return part + other == 0 ? 0 : static_cast<double>(part) / static_cast<double>(part + other);
}

}  // namespace

Sample draw(const Recipe& recipe, std::mt19937_64& generator) {
  Sample sample;
  if (recipe.step != 0) {
    const size_t low = recipe.size * 6 / 25, high = recipe.size * 19 / 25 - 1;
    sample.change = std::uniform_int_distribution<size_t>(low, high)(generator);
  }
  Noise noise(recipe, generator);
  for (size_t i = 0; i < recipe.size; ++i) {
    const bool is_after = sample.change && i >= *sample.change;
    sample.values.push_back(kLevel * (is_after ? 1 + recipe.step : 1) * noise.next());
  }
  return sample;
}

void Tally::add(const Sample& sample, const Found& found) {
  bool is_hit = false;
  for (const size_t index : found) {
    const bool is_near =
        sample.change && index + kNear >= *sample.change && index <= *sample.change + kNear;
    if (is_near && !is_hit) {
      is_hit = true;
      ++hits;
    } else {
      ++false_alarms;
    }
  }
  if (sample.change && !is_hit) ++missed;
  values += static_cast<int64_t>(sample.values.size());
}

double Tally::precision() const { return share(hits, false_alarms); }
double Tally::recall() const { return share(hits, missed); }

double Tally::f1() const {
  const double sum = precision() + recall();
  return sum > 0 ? 2 * precision() * recall() / sum : 0;
}

double Tally::false_per_thousand() const {
  return values == 0 ? 0 : 1000.0 * static_cast<double>(false_alarms) / static_cast<double>(values);
}

Tally try_rule(const Rule& rule, const Recipe& recipe, int64_t count, uint64_t seed) {
  std::mt19937_64 generator(seed);
  Tally tally;
  for (int64_t i = 0; i < count; ++i) {
    const Sample sample = draw(recipe, generator);
    tally.add(sample, rule(sample.values));
  }
  return tally;
}

}  // namespace nightjar::rivals
