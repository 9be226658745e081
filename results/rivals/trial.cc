// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/rivals/trial.h"

#include <cmath>

namespace nightjar::rivals {
namespace {

constexpr size_t kSize = 250;
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
  /// Mean zero, standard deviation one.
  double deviation() {
    switch (recipe_.scatter) {
      case Scatter::kGauss:
      case Scatter::kBimodal:
        break;
      case Scatter::kHeavy:
        return student_(generator_) / std::sqrt(3.0);
      case Scatter::kMemory:
        return wander(0.6);
      case Scatter::kSkewed:
        return exponential_(generator_) - 1;
      case Scatter::kRounded:
        return std::round(normal_(generator_));
      case Scatter::kDays:
        return (wander(0.8) + normal_(generator_)) * M_SQRT1_2;
    }
    return normal_(generator_);
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
  std::uniform_real_distribution<double> uniform_;
  double earlier_;
};

double share(int64_t part, int64_t other) {
  return part + other == 0 ? 0 : static_cast<double>(part) / static_cast<double>(part + other);
}

}  // namespace

Sample draw(const Recipe& recipe, std::mt19937_64& generator) {
  Sample sample;
  if (recipe.step != 0) {
    sample.change = std::uniform_int_distribution<size_t>(60, 189)(generator);
  }
  Noise noise(recipe, generator);
  for (size_t i = 0; i < kSize; ++i) {
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
